package dev.cairn.report.selection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.statistic.EventNameCounts;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.FunnelCountsBuilder;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.HealthCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.report.ReportWorld;
import dev.cairn.store.statistic.VisitorSketch;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** F7: filter, attribution, interval, top and totals, in the responses of all reports by day. */
class SelectionTest {
    private static final String SITE = "/v1/sites/shop/";
    /** From a Saturday to a Tuesday, over the end of a week. */
    private static final String FOUR_DAYS = "from=2025-02-22&to=2025-02-25";

    /** By one visitor. */
    private static final GoalCounts CARTS = new GoalCounts(4, 1, 1L, 0L, Map.of());

    private final ReportWorld world = new ReportWorld();

    private static OverviewCounts visits(long visits, long linkable) {
        return new OverviewCounts(visits, visits, visits, visits, 0, linkable, linkable);
    }

    private static GoalCounts conversions(long number) {
        return new GoalCounts(number, number, Long.valueOf(number), 0L, Map.of("EUR", BigDecimal.valueOf(number)));
    }

    private static FunnelCounts entries(long entered, long converted) {
        return FunnelCountsBuilder.reached(entered, converted, converted, converted)
                .outcomes(converted, 0, entered - converted, 0)
                .closed(entered)
                .lags(Map.of(0, converted))
                .build();
    }

    private static VisitorSketch sketch(String... visitors) {
        return VisitorSketch.of(Stream.of(visitors)
                .map(name -> new VisitorKey(LinkLevel.DEVICE, name))
                .toList());
    }

    private JsonNode get(String target) {
        return world.get(SITE + target).json();
    }

    /** The named fields of each row, as JSON, separated by spaces. */
    private static List<String> rows(JsonNode answer, String rows, String... fields) {
        List<String> lines = new ArrayList<>();
        for (JsonNode row : answer.path(rows)) {
            lines.add(String.join(
                    " ",
                    Stream.of(fields).map(field -> row.at(field).toString()).toList()));
        }
        return lines;
    }

    private void overviewOfFourDays() {
        world.row("overview", "2025-02-22", visits(2, 2));
        world.row("overview", "2025-02-23", visits(3, 2));
        world.row("overview", "2025-02-24", visits(5, 0));
        world.row("linkable", "2025-02-22", sketch("anna", "bob"));
        world.row("linkable", "2025-02-23", sketch("anna", "carl"));
        world.row("overview/by/channel", "2025-02-22", Map.of("email", visits(2, 2)));
        world.row("overview/by/channel", "2025-02-23", Map.of("email", visits(1, 1), "direct", visits(2, 1)));
        world.row("overview/by/channel", "2025-02-24", Map.of("direct", visits(4, 0), "(not set)", visits(1, 0)));
    }

    @Test
    void F7_F9_aWeekOfTheOverviewCountsAVisitorOnce() {
        overviewOfFourDays();

        JsonNode answer = get("overview?interval=week&" + FOUR_DAYS);

        // anna, bob, carl and one daily visitor; the days of the range cut both weeks.
        assertThat(rows(answer, "rows", "/date", "/through", "/visitors", "/visits"))
                .containsExactly("\"2025-02-22\" \"2025-02-23\" 4 5", "\"2025-02-24\" \"2025-02-25\" 5 5");
        assertThat(answer.path("total").path("visitors").asLong()).isEqualTo(9);
        assertThat(rows(get("overview?interval=month&from=2025-01-31&to=2025-02-25"), "rows", "/date", "/through"))
                .containsExactly("\"2025-01-31\" \"2025-01-31\"", "\"2025-02-01\" \"2025-02-25\"");
        assertThat(get("overview?interval=day&" + FOUR_DAYS)).isEqualTo(get("overview?" + FOUR_DAYS));
    }

    @Test
    void F7_aWeekIsFromMondayToSundayAndAWholeOneIsSevenDays() {
        JsonNode answer = get("overview?interval=week&from=2025-02-17&to=2025-02-23");

        assertThat(rows(answer, "rows", "/date", "/through")).containsExactly("\"2025-02-17\" \"2025-02-23\"");
    }

    @Test
    void F7_theOverviewOfOneValueHasEveryDay() {
        overviewOfFourDays();

        JsonNode answer = get("overview?filter=channel:email&" + FOUR_DAYS);

        assertThat(rows(answer, "rows", "/date", "/visitors"))
                .containsExactly("\"2025-02-22\" 2", "\"2025-02-23\" 1", "\"2025-02-24\" 0", "\"2025-02-25\" 0");
        assertThat(answer.path("total").path("visits").asLong()).isEqualTo(3);
        assertThat(answer.path("total").path("visitors").isNull())
                .as("who came on two days was not counted by channel")
                .isTrue();
        assertThat(answer.path("meta").has("visitors")).isFalse();
        assertThat(answer.has("totals")).isFalse();
        assertThat(get("overview?filter=channel:(not set)&" + FOUR_DAYS)
                        .path("total")
                        .path("visitors")
                        .asLong())
                .isEqualTo(1);
    }

    @Test
    void F7_aWeekOfABreakdownHasItsValues() {
        overviewOfFourDays();

        JsonNode answer = get("overview?breakdown=channel&interval=week&" + FOUR_DAYS);

        assertThat(rows(answer, "rows", "/date", "/breakdown/channel", "/visitors", "/visits"))
                .containsExactly(
                        "\"2025-02-22\" \"direct\" 2 2",
                        "\"2025-02-22\" \"email\" null 3",
                        "\"2025-02-24\" null 1 1",
                        "\"2025-02-24\" \"direct\" 4 4");
    }

    @Test
    void F7_theTopValuesAreTheLargestOfTheRangeAndTheTotalKeepsAll() {
        overviewOfFourDays();

        JsonNode answer = get("overview?breakdown=channel&top=1&" + FOUR_DAYS);

        assertThat(rows(answer, "rows", "/breakdown/channel", "/visits"))
                .containsExactly("\"direct\" 2", "\"direct\" 4");
        assertThat(rows(answer, "totals", "/breakdown/channel", "/visits")).containsExactly("\"direct\" 6");
        assertThat(answer.path("total").path("visits").asLong()).isEqualTo(10);
    }

    @Test
    void F7_onlyTotalsAlsoInCsv() {
        overviewOfFourDays();

        JsonNode answer = get("overview?breakdown=channel&totals=only&" + FOUR_DAYS);
        assertThat(answer.path("rows")).isEmpty();
        assertThat(answer.path("totals")).hasSize(3);

        assertThat(world.get(SITE + "overview?breakdown=channel&totals=only&format=csv&" + FOUR_DAYS)
                        .body()
                        .lines())
                .containsExactly(
                        "breakdown_channel,visitors,visits,events,page_views,engaged_seconds,conversions,macro_visits,conversion_rate,linkable_share",
                        ",1,1,1,1,0,0,0,0,0",
                        "direct,6,6,6,6,0,0,0,0,0.1667",
                        "email,,3,3,3,0,0,0,0,1");
        assertThat(world.get(SITE + "overview?totals=only&format=csv&compare=previous_period&" + FOUR_DAYS)
                        .body()
                        .lines())
                .hasSize(3)
                .element(1)
                .asString()
                .startsWith("current,9,10,");
    }

    @Test
    void F7_aFilterMayLieAmongTheOthersOfADayAndSaysSo() {
        world.row("overview/by/channel", "2025-02-22", Map.of("(other)", visits(2, 2)));

        assertThat(get("overview?filter=channel:email&" + FOUR_DAYS)
                        .path("meta")
                        .path("warnings")
                        .findValuesAsText("code"))
                .containsExactly("other_values");
    }

    private void goalsOfFourDays() {
        overviewOfFourDays();
        world.row("goals", "2025-02-22", Map.of("purchase", conversions(1), "add_to_cart", CARTS));
        world.row("goals", "2025-02-23", Map.of("purchase", conversions(2)));
        world.row(
                "goals/by/channel",
                "2025-02-22",
                Map.of("email", Map.of("purchase", conversions(1), "add_to_cart", CARTS)));
        world.row("goals/by/channel", "2025-02-23", Map.of("direct", Map.of("purchase", conversions(2))));
        world.row(
                "goals_first_touch/by/channel",
                "2025-02-23",
                Map.of("email", Map.of("purchase", conversions(1)), "direct", Map.of("purchase", conversions(1))));
    }

    @Test
    void F7_goalsByWeekByValueAndTheLargest() {
        goalsOfFourDays();

        assertThat(rows(
                        get("goals?interval=week&" + FOUR_DAYS),
                        "rows",
                        "/date",
                        "/goal",
                        "/conversions",
                        "/conversion_rate"))
                .containsExactly("\"2025-02-22\" \"add_to_cart\" 4 0.2", "\"2025-02-22\" \"purchase\" 3 0.6");
        JsonNode email = get("goals?filter=channel:email&" + FOUR_DAYS);
        assertThat(rows(email, "rows", "/date", "/goal", "/conversions", "/conversion_rate"))
                .containsExactly("\"2025-02-22\" \"add_to_cart\" 4 0.5", "\"2025-02-22\" \"purchase\" 1 0.5");
        assertThat(rows(email, "total", "/goal", "/conversions", "/conversion_rate"))
                .containsExactly("\"add_to_cart\" 4 0.3333", "\"purchase\" 1 0.3333");
        assertThat(rows(get("goals?top=1&" + FOUR_DAYS), "rows", "/goal", "/conversions"))
                .containsExactly("\"add_to_cart\" 4");
        assertThat(rows(get("goals?breakdown=channel&tier=macro&top=1&" + FOUR_DAYS), "totals", "/breakdown/channel"))
                .containsExactly("\"direct\"");
    }

    @Test
    void F7_conversionsByTheVisitThatGetsTheCreditHaveNoRateAndTheSameTotal() {
        goalsOfFourDays();

        JsonNode answer = get("goals?attribution=first_touch&breakdown=channel&tier=macro&" + FOUR_DAYS);

        assertThat(answer.path("attribution").asText()).isEqualTo("first_touch");
        assertThat(rows(answer, "rows", "/date", "/breakdown/channel", "/conversions", "/conversion_rate"))
                .containsExactly("\"2025-02-23\" \"direct\" 1 null", "\"2025-02-23\" \"email\" 1 null");
        assertThat(rows(answer, "total", "/conversions")).containsExactly("3");
        // Saturday was counted by an earlier version.
        assertThat(answer.path("meta").path("warnings").findValuesAsText("code"))
                .containsExactly("attribution_missing");
        assertThat(rows(get("goals?attribution=first_touch&filter=channel:email&" + FOUR_DAYS), "rows", "/conversions"))
                .containsExactly("1");
        assertThat(get("goals?attribution=visit&" + FOUR_DAYS)).isEqualTo(get("goals?" + FOUR_DAYS));
    }

    private void funnelOfFourDays() {
        for (String day : List.of("2025-02-22", "2025-02-23", "2025-02-24")) {
            world.row("funnel/checkout/entry", day, 2, entries(10, 2));
            world.row("funnel/checkout/entry/by/channel", day, Map.of("email", entries(4, 2), "direct", entries(6, 0)));
        }
    }

    @Test
    void F7_aWeekOfAFunnelAddsUpItsDays() {
        funnelOfFourDays();

        JsonNode answer = get("funnels/checkout?interval=week&from=2025-02-22&to=2025-02-27");

        assertThat(rows(answer, "rows", "/date", "/through", "/entered", "/total_rate/3", "/complete", "/revision"))
                .containsExactly(
                        "\"2025-02-22\" \"2025-02-23\" 20 0.2 true 2", "\"2025-02-24\" \"2025-02-27\" 10 0.2 false 2");
    }

    @Test
    void F7_aFunnelOfOneValueHasEveryDayAndItsOwnForecast() {
        funnelOfFourDays();

        JsonNode answer = get("funnels/checkout?filter=channel:email&" + FOUR_DAYS);

        assertThat(rows(answer, "rows", "/date", "/entered", "/expected_rate"))
                .containsExactly(
                        "\"2025-02-22\" 4 0.5",
                        "\"2025-02-23\" 4 0.5",
                        "\"2025-02-24\" 4 0.5",
                        "\"2025-02-25\" 0 null");
        assertThat(answer.path("rows").path(0).has("breakdown")).isFalse();
        assertThat(rows(
                        get("funnels/checkout?breakdown=channel&top=1&" + FOUR_DAYS),
                        "totals",
                        "/breakdown/channel",
                        "/entered"))
                .containsExactly("\"direct\" 18");
    }

    @Test
    void F7_channelsByWeekOfOneChannelAndTheLargest() {
        funnelOfFourDays();
        overviewOfFourDays();
        String channels = "channels?funnel=checkout&" + FOUR_DAYS;

        assertThat(rows(
                        get(channels + "&interval=week"),
                        "rows",
                        "/date",
                        "/through",
                        "/channel",
                        "/visits",
                        "/entered"))
                .containsExactly(
                        "\"2025-02-22\" \"2025-02-23\" \"direct\" 2 12",
                        "\"2025-02-22\" \"2025-02-23\" \"email\" 3 8",
                        "\"2025-02-24\" \"2025-02-25\" null 1 0",
                        "\"2025-02-24\" \"2025-02-25\" \"direct\" 4 6",
                        "\"2025-02-24\" \"2025-02-25\" \"email\" 0 4");
        JsonNode email = get(channels + "&filter=channel:email");
        assertThat(rows(email, "rows", "/channel", "/entered"))
                .containsExactly("\"email\" 4", "\"email\" 4", "\"email\" 4");
        assertThat(email.path("total").path("entered").asLong()).isEqualTo(12);
        assertThat(rows(get(channels + "&top=1"), "totals", "/channel")).containsExactly("\"direct\"");
    }

    @Test
    void F7_eventsAndHealthByWeek() {
        world.row(
                "events",
                "2025-02-22",
                Map.of(
                        "a",
                        new EventNameCounts(1, Set.of("x"), Set.of()),
                        "b",
                        new EventNameCounts(9, Set.of(), Set.of())));
        world.row("events", "2025-02-23", Map.of("a", new EventNameCounts(2, Set.of("y"), Set.of())));
        world.row(
                "health",
                "2025-02-22",
                Map.of("2025-02-22", new HealthCounts(4L, 4, 0, 0, 0, Map.of(), Map.of(), Map.of())));
        world.row(
                "health",
                "2025-02-23",
                Map.of("2025-02-23", new HealthCounts(3L, 3, 0, 0, 0, Map.of(), Map.of(), Map.of())));

        assertThat(rows(get("events?interval=week&" + FOUR_DAYS), "rows", "/date", "/name", "/count", "/props"))
                .containsExactly(
                        "\"2025-02-22\" \"a\" 3 [\"x\",\"y\"]",
                        "\"2025-02-22\" \"b\" 9 []",
                        "\"2025-02-24\" null 0 []");
        assertThat(rows(get("events?top=1&totals=only&" + FOUR_DAYS), "totals", "/name"))
                .containsExactly("\"b\"");
        assertThat(rows(get("health?interval=week&" + FOUR_DAYS), "rows", "/date", "/through", "/stored"))
                .containsExactly("\"2025-02-22\" \"2025-02-23\" 7", "\"2025-02-24\" \"2025-02-25\" 0");
    }
}
