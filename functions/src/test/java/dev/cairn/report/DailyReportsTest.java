package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.access.Scope;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.statistic.EventNameCounts;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.HealthCounts;
import dev.cairn.domain.statistic.MacroCounts;
import dev.cairn.domain.statistic.NextEventCounts;
import dev.cairn.domain.statistic.OrderlessCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.PageCounts;
import dev.cairn.domain.statistic.PropertyCounts;
import dev.cairn.domain.visit.TaggingContext;
import dev.cairn.report.ReportWorld.Reply;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.BaselineAverages;
import dev.cairn.store.statistic.LiveCounters;
import dev.cairn.store.statistic.RefusedRequests;
import dev.cairn.store.statistic.RefusedSenders;
import dev.cairn.store.statistic.VisitorSketch;
import dev.cairn.store.work.Quarantine;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DailyReportsTest {
    private static final String SITE = "/v1/sites/shop/";

    private final ReportWorld world = new ReportWorld();

    private static GoalCounts goal(long conversions, long converters) {
        return goal(conversions, converters, 0L);
    }

    private static GoalCounts goal(long conversions, long converters, @Nullable Long unverified) {
        return new GoalCounts(conversions, converters, (long) converters, unverified, Map.of());
    }

    private static OverviewCounts visitors(long visitors, long linkable) {
        return new OverviewCounts(visitors, visitors, visitors, 0, 0, linkable, linkable);
    }

    @Test
    void F8_goalsHaveARowPerDayAndGoalWithAConversion() {
        world.row("overview", "2025-02-23", new OverviewCounts(2964, 3010, 0, 0, 0, 2964, 2964));
        world.row(
                "goals",
                "2025-02-23",
                Map.of(
                        "purchase", new GoalCounts(21, 21, 21L, 7L, Map.of("USD", new BigDecimal("20408.00"))),
                        "newsletter_signup", goal(51, 50),
                        "wishlist", goal(0, 0)));

        JsonNode answer =
                world.get(SITE + "goals?from=2025-02-22&to=2025-02-23").json();

        assertThat(answer.path("rows")).isEqualTo(json("""
                [{"date":"2025-02-23","goal":"newsletter_signup","tier":"micro","kind":"secondary","conversions":51,
                "converters":50,"converting_visits":50,"conversion_rate":0.0166,"visitor_rate":0.0169,"unverified":null,"value":[]},
                {"date":"2025-02-23","goal":"purchase","tier":"macro","kind":null,"conversions":21,
                "converters":21,"converting_visits":21,"conversion_rate":0.007,"visitor_rate":0.0071,"unverified":0.3333,"value":[{"amount":"20408.00","currency":"USD"}]}]"""));
    }

    @Test
    void goalsHaveATotalPerGoalAndCanBeFilteredByTierAndKind() {
        world.row("overview", "2025-02-23", visitors(100, 50));
        world.row("overview", "2025-02-24", visitors(300, 50));
        world.row("goals", "2025-02-23", Map.of("purchase", goal(2, 2, 1L), "add_to_cart", goal(9, 8)));
        world.row("goals", "2025-02-24", Map.of("purchase", goal(3, 2, 2L), "newsletter_signup", goal(1, 1)));
        String range = "goals?from=2025-02-23&to=2025-02-24";

        assertThat(world.get(SITE + range + "&tier=macro").json().path("total")).isEqualTo(json("""
                [{"goal":"purchase","tier":"macro","kind":null,"conversions":5,"converters":4,"converting_visits":4,
                "conversion_rate":0.01,"visitor_rate":0.01,                "unverified":0.6,"value":[]}]"""));
        assertThat(world.get(SITE + range + "&tier=micro").json().path("rows").findValuesAsText("goal"))
                .containsExactly("add_to_cart", "newsletter_signup");
        assertThat(world.get(SITE + range + "&kind=milestone")
                        .json()
                        .path("rows")
                        .findValuesAsText("goal"))
                .containsExactly("add_to_cart");
    }

    @Test
    void F7_goalsByChannelHaveTheRateAmongThatChannelsVisits() {
        world.row("overview", "2025-02-23", visitors(100, 0));
        world.row("overview/by/channel", "2025-02-23", Map.of("direct", visitors(40, 0), "email", visitors(60, 0)));
        world.row("goals", "2025-02-23", Map.of("purchase", goal(7, 5)));
        world.row(
                "goals/by/channel",
                "2025-02-23",
                Map.of(
                        "direct", Map.of("purchase", goal(4, 4, 3L)),
                        "email", Map.of("purchase", goal(1, 1)),
                        "(none)", Map.of("purchase", goal(2, 0))));

        JsonNode answer = world.get(SITE + "goals?from=2025-02-23&to=2025-02-23&breakdown=channel")
                .json();

        assertThat(answer.path("rows").findValuesAsText("channel")).containsExactly("(none)", "direct", "email");
        assertThat(answer.path("rows").findValues("conversion_rate"))
                .extracting(JsonNode::toString)
                .containsExactly("null", "0.1", "0.0167");
        assertThat(answer.path("total").path(0).path("converters").asLong()).isEqualTo(5);
        assertThat(answer.path("totals").path(1).toString())
                .isEqualTo(
                        "{\"breakdown\":{\"channel\":\"direct\"},\"goal\":\"purchase\",\"tier\":\"macro\",\"kind\":null,"
                                + "\"conversions\":4,\"converters\":4,\"converting_visits\":4,\"conversion_rate\":0.1,"
                                + "\"visitor_rate\":0.1,\"unverified\":0.75,"
                                + "\"value\":[]}");
    }

    @Test
    void D2_unverifiedIsKnownOnlyWhereEveryDayOfTheRangeCountedIt() {
        world.row("goals", "2025-02-23", Map.of("purchase", goal(2, 2, null)));
        world.row("goals", "2025-02-24", Map.of("purchase", goal(3, 2, 2L)));

        JsonNode answer =
                world.get(SITE + "goals?from=2025-02-23&to=2025-02-24").json();
        assertThat(answer.path("rows").findValuesAsText("unverified")).containsExactly("null", "0.6667");
        assertThat(answer.at("/total/0/unverified").isNull()).isTrue();
    }

    @Test
    void D2_aRowOfBeforeUnverifiedWasCountedDoesNotSayIt() {
        world.row("goals", "2025-02-23", Map.of("purchase", json("{\"conversions\":2,\"converters\":2,\"value\":{}}")));

        assertThat(world.get(SITE + "goals?from=2025-02-23&to=2025-02-23")
                        .json()
                        .at("/rows/0/unverified")
                        .isNull())
                .isTrue();
    }

    @Test
    void D2_aGoalByServerHasNothingUnverifiedToShow() {
        world.put(ReportWorld.PLAN + "goals: {sold: {tier: macro, match: {event: sold}, by: server}}\n");
        world.row("goals", "2025-02-23", Map.of("sold", goal(2, 2, 0L), "purchase", goal(2, 2, 0L)));

        assertThat(world.get(SITE + "goals?from=2025-02-23&to=2025-02-23")
                        .json()
                        .path("rows")
                        .findValuesAsText("unverified"))
                .containsExactly("0", "null");
    }

    @Test
    void aGoalThatIsGoneFromThePlanIsWhatItWas() {
        world.put(ReportWorld.PLAN + "goals: {demo: {tier: micro, kind: secondary, match: {event: demo}}}\n");
        world.row("goals", "2025-02-23", Map.of("demo", goal(1, 1)));
        world.put(ReportWorld.PLAN);

        assertThat(world.get(SITE + "goals?kind=secondary&from=2025-02-23&to=2025-02-23")
                        .json()
                        .path("rows")
                        .findValuesAsText("goal"))
                .containsExactly("demo");
    }

    @Test
    void F8_overviewIsTheSpecsRow() {
        world.row(
                "overview",
                "2025-02-23",
                new OverviewCounts(
                        2964,
                        3010,
                        3753,
                        3437,
                        61_500,
                        1482,
                        1500,
                        new MacroCounts(31, 30, Map.of("EUR", new BigDecimal("59.5")))));

        JsonNode answer =
                world.get(SITE + "overview?from=2025-02-22&to=2025-02-23").json();

        assertThat(answer.path("rows")).isEqualTo(json("""
                [{"date":"2025-02-22","visitors":0,"visits":0,"events":0,"page_views":0,"engaged_seconds":0,
                "conversions":0,"macro_visits":0,"conversion_rate":null,"value":[],"linkable_share":null},
                {"date":"2025-02-23","visitors":2964,"visits":3010,"events":3753,"page_views":3437,
                "engaged_seconds":61.5,"conversions":31,"macro_visits":30,"conversion_rate":0.01,
                "value":[{"amount":"59.50","currency":"EUR"}],"linkable_share":0.5}]"""));
    }

    /** Rows of earlier versions. */
    @Test
    void F8_ratesPerVisitAreKnownOnlyWhereEveryDayOfTheRangeCountedThem() {
        OverviewCounts counted = new OverviewCounts(10, 10, 10, 0, 0, 0, 0, new MacroCounts(2, 1, Map.of()));
        world.row("overview", "2025-02-23", new OverviewCounts(10, 10, 10, 0, 0, 0, 0, null));
        world.row("overview", "2025-02-24", counted);
        world.row("goals", "2025-02-23", Map.of("purchase", new GoalCounts(2, 2, null, 0L, Map.of())));
        world.row("goals", "2025-02-24", Map.of("purchase", goal(1, 1, 0L)));
        String range = "?from=2025-02-23&to=2025-02-24";

        JsonNode overview = world.get(SITE + "overview" + range).json();
        JsonNode goals = world.get(SITE + "goals" + range).json();

        assertThat(overview.path("rows").findValues("conversion_rate"))
                .extracting(JsonNode::toString)
                .containsExactly("null", "0.1");
        for (String field : List.of("conversions", "macro_visits", "conversion_rate", "value")) {
            assertThat(overview.path("total").path(field).isNull()).as(field).isTrue();
        }
        assertThat(goals.path("rows").findValues("conversion_rate"))
                .extracting(JsonNode::toString)
                .containsExactly("null", "0.1");
        assertThat(goals.path("total").path(0).path("converting_visits").isNull())
                .isTrue();
        assertThat(world.get(SITE + "overview" + range + "&format=csv").body())
                .startsWith("date,visitors,visits,events,page_views,engaged_seconds,conversions,macro_visits,"
                        + "conversion_rate,linkable_share\r\n");
    }

    @Test
    void F12_pagesHaveARowPerDayAndPageAndATotalPerPage() {
        PageCounts lamp = new PageCounts(3, 2, 1, 1, 1_500, 1, 1);
        world.row("pages", "2025-02-23", Map.of("shop.example/p/42", lamp, "shop.example/", lamp));
        world.row("pages", "2025-02-24", Map.of("shop.example/p/42", lamp));

        JsonNode answer =
                world.get(SITE + "pages?from=2025-02-22&to=2025-02-24").json();

        assertThat(answer.path("rows").findValuesAsText("page"))
                .containsExactly("null", "shop.example/", "shop.example/p/42", "shop.example/p/42");
        assertThat(answer.path("rows").path(2)).isEqualTo(json("""
                {"date":"2025-02-23","page":"shop.example/p/42","views":3,"visits":2,"entries":1,"exits":1,
                "engaged_seconds":1.5,"scrolled_half":1,"macro_visits":1}"""));
        assertThat(answer.path("totals").path(1)).isEqualTo(json("""
                {"page":"shop.example/p/42","views":6,"visits":4,"entries":2,"exits":2,
                "engaged_seconds":3,"scrolled_half":2,"macro_visits":2}"""));
        assertThat(answer.path("total"))
                .isEqualTo(json("{\"views\":9,\"entries\":3,\"exits\":3,\"engaged_seconds\":4.5}"));
        assertThat(world.get(SITE + "pages?from=2025-02-23&to=2025-02-23&format=csv")
                        .body())
                .startsWith("date,page,views,visits,entries,exits,engaged_seconds,scrolled_half,macro_visits\r\n"
                        + "2025-02-23,shop.example/,3,2,1,1,1.5,1,1\r\n");
    }

    @Test
    void F13_eventsByPropertyHaveARowPerDayAndValue() {
        PropertyCounts downloads = new PropertyCounts(Map.of(
                "file", Map.of("a.pdf", new PropertyCounts.OfValue(3, 2), "=b", new PropertyCounts.OfValue(1, 1))));
        world.row("event_properties", "2025-02-23", Map.of("file_download", downloads));
        world.row("event_properties", "2025-02-24", Map.of("file_download", downloads));
        String asked = "events?name=file_download&prop=file&from=";

        JsonNode answer = world.get(SITE + asked + "2025-02-22&to=2025-02-24").json();

        assertThat(answer.path("rows").size()).isEqualTo(5);
        assertThat(answer.path("rows").path(0)).isEqualTo(json("""
                {"date":"2025-02-22","name":"file_download","prop":"file","value":null,"count":0,"visitors":0}"""));
        assertThat(answer.path("rows").path(2)).isEqualTo(json("""
                {"date":"2025-02-23","name":"file_download","prop":"file","value":"a.pdf","count":3,"visitors":2}"""));
        assertThat(answer.path("totals").path(1)).isEqualTo(json("""
                {"name":"file_download","prop":"file","value":"a.pdf","count":6,"visitors":null}"""));
        assertThat(world.get(SITE + asked + "2025-02-23&to=2025-02-23&format=csv")
                        .body())
                .isEqualTo("date,name,prop,value,count,visitors\r\n2025-02-23,file_download,file,'=b,1,1\r\n"
                        + "2025-02-23,file_download,file,a.pdf,3,2\r\n");
    }

    @Test
    void H3_nextEventsHaveARowPerDayStepAndWhatCameNext() {
        NextEventCounts.Next first = new NextEventCounts.Next(3, Map.of("shop.example/", 2L), Map.of("search", 1L));
        NextEventCounts.Next second = new NextEventCounts.Next(0, Map.of(), Map.of("search", 4L));
        world.row("next_events", "2025-02-23", Map.of("checkout", new NextEventCounts(List.of(first, second))));
        world.row("next_events", "2025-02-24", Map.of("checkout", new NextEventCounts(List.of(first))));
        String asked = SITE + "funnels/checkout/next_events?from=2025-02-23&to=2025-02-24";

        JsonNode answer = world.get(asked).json();

        assertThat(answer.path("rows").path(2)).isEqualTo(json("""
                {"date":"2025-02-23","step":1,"goal":"product_interest","kind":"page","value":"shop.example/","entries":2,
                "stopped":6}"""));
        assertThat(answer.path("rows")).hasSize(7);
        assertThat(answer.path("total")).isEqualTo(json("{\"entries\":16}"));
        assertThat(answer.path("totals").path(3)).isEqualTo(json("""
                {"step":2,"goal":"add_to_cart","kind":"event","value":"search","entries":4,"stopped":4}"""));
        assertThat(world.get(asked + "&top=1&totals=only").json().path("totals").findValuesAsText("kind"))
                .containsExactly("nothing", "event");
        assertThat(world.get(asked + "&interval=week&format=csv").body())
                .startsWith(
                        "date,through,step,goal,kind,value,entries,stopped\r\n2025-02-23,2025-02-23,1,product_interest,event,"
                                + "search,1,6\r\n");
        assertThat(world.get(SITE + "funnels/none/next_events").status()).isEqualTo(404);
    }

    @Test
    void F13_wrongParametersNameThemselvesAndWhatIsAllowed() {
        assertThat(world.get(SITE + "events?prop=file").json().findValuesAsText("parameter"))
                .containsExactly("name");
        assertThat(world.get(SITE + "events?name=file_download").json().findValuesAsText("parameter"))
                .containsExactly("prop");
        assertThat(world.get(SITE + "events?name=form_error&prop=color").body())
                .contains("prop must be one of field, form, page;");
        assertThat(world.get(SITE + "events?name=purchase&prop=color").body()).contains("report_props");
        assertThat(world.get(SITE + "events?name=purchase&prop=color").status()).isEqualTo(400);
        assertThat(world.get(SITE + "events?name=form_error&prop=field").status())
                .isEqualTo(200);
    }

    @Test
    void F9_visitorsOfARangeAreDistinctLinkableOnesPlusTheSumOfDailyOnes() {
        world.row("overview", "2025-02-23", visitors(10, 3));
        world.row("overview", "2025-02-24", visitors(20, 3));
        world.row("linkable", "2025-02-23", devices(1, 2, 3));
        world.row("linkable", "2025-02-24", devices(2, 3, 4));

        JsonNode answer =
                world.get(SITE + "overview?from=2025-02-23&to=2025-02-24").json();

        assertThat(answer.path("total").path("visitors").asLong()).isEqualTo(4 + 7 + 17);
        assertThat(answer.path("total").path("visits").asLong()).isEqualTo(30);
        assertThat(answer.path("total").path("linkable_share").asText()).isEqualTo("0.2");
        assertThat(answer.path("meta").path("visitors").path("linkable").asLong())
                .isEqualTo(4);
        assertThat(answer.path("meta")
                        .path("visitors")
                        .path("linkable_interval")
                        .toString())
                .isEqualTo("[4,4]");
        assertThat(answer.path("meta").path("visitors").path("daily").asLong()).isEqualTo(24);
    }

    @Test
    void F9_aLargeRangeIsSaidWithTheSketchsBounds() {
        world.row("overview", "2025-02-23", visitors(20_000, 20_000));
        world.row("overview", "2025-02-24", visitors(20_000, 20_000));
        world.row("linkable", "2025-02-23", devices(IntStream.range(0, 20_000).toArray()));
        world.row(
                "linkable",
                "2025-02-24",
                devices(IntStream.range(10_000, 30_000).toArray()));

        JsonNode visitors = world.get(SITE + "overview?from=2025-02-23&to=2025-02-24")
                .json()
                .path("meta")
                .path("visitors");

        assertThat(visitors.path("linkable").asLong()).isBetween(28_500L, 31_500L);
        assertThat(visitors.path("linkable_interval").path(0).asLong()).isLessThan(30_000);
        assertThat(visitors.path("linkable_interval").path(1).asLong()).isGreaterThan(30_000);
        // A single day needs no estimate.
        assertThat(world.get(SITE + "overview?from=2025-02-23&to=2025-02-23")
                        .json()
                        .path("total")
                        .path("visitors")
                        .asLong())
                .isEqualTo(20_000);
    }

    /** 20 sites over one week, each with 9,000 visitors, of whom 6,000 come on one day and 3,000 on two. */
    @Test
    void F9_theTrueNumberLiesInTheIntervalInNineteenOfTwenty() {
        int inside = 0;
        for (int site = 0; site < 20; site++) {
            int first = site * 10_000;
            VisitorSketch sum = VisitorSketch.sum(List.of(
                    devices(IntStream.range(first, first + 6_000).toArray()),
                    devices(IntStream.range(first + 3_000, first + 9_000).toArray())));
            inside += sum.lowerBound() <= 9_000 && 9_000 <= sum.upperBound() ? 1 : 0;
            assertThat(sum.estimate()).isBetween(8_500.0, 9_500.0);
        }
        assertThat(inside).isBetween(18, 20);
    }

    @Test
    void F9_upTo4096DistinctVisitorsTheNumberIsExactAndDaysWithoutARowAddNothing() {
        world.row("overview", "2025-02-21", visitors(4_000, 3_000));
        world.row("overview", "2025-02-24", visitors(3_000, 3_000));
        world.row("linkable", "2025-02-21", devices(IntStream.range(0, 3_000).toArray()));
        world.row(
                "linkable", "2025-02-24", devices(IntStream.range(1_096, 4_096).toArray()));

        JsonNode answer =
                world.get(SITE + "overview?from=2025-02-20&to=2025-02-26").json();

        assertThat(answer.path("meta")
                        .path("visitors")
                        .path("linkable_interval")
                        .toString())
                .isEqualTo("[4096,4096]");
        assertThat(answer.path("total").path("visitors").asLong()).isEqualTo(4_096 + 1_000);
        assertThat(answer.path("rows")).hasSize(7);
    }

    @Test
    void visitorsOfAValueOverSeveralDaysAreNotMadeUp() {
        world.row("overview/by/device", "2025-02-23", Map.of("mobile", visitors(5, 2), "tablet", visitors(4, 0)));
        world.row("overview/by/device", "2025-02-24", Map.of("mobile", visitors(5, 2), "tablet", visitors(4, 0)));

        JsonNode totals = world.get(SITE + "overview?from=2025-02-23&to=2025-02-24&breakdown=device")
                .json()
                .path("totals");

        assertThat(totals.findValues("visitors")).extracting(JsonNode::toString).containsExactly("null", "8");
    }

    @Test
    void eventsAreNamesWithCountsPropertyKeysAndTheGoalsTheyMeet() {
        world.row(
                "events",
                "2025-02-23",
                Map.of(
                        "purchase", new EventNameCounts(3, Set.of("sku", "coupon"), Set.of("purchase")),
                        "page_view", new EventNameCounts(40, Set.of(), Set.of())));

        JsonNode answer =
                world.get(SITE + "events?from=2025-02-22&to=2025-02-23").json();

        assertThat(answer.path("rows")).isEqualTo(json("""
                [{"date":"2025-02-22","name":null,"count":0,"props":[],"goals":[]},
                {"date":"2025-02-23","name":"page_view","count":40,"props":[],"goals":[]},
                {"date":"2025-02-23","name":"purchase","count":3,"props":["coupon","sku"],"goals":["purchase"]}]"""));
        assertThat(answer.path("total").path("count").asLong()).isEqualTo(43);
        assertThat(answer.path("totals").findValuesAsText("name")).containsExactly("page_view", "purchase");
    }

    @Test
    void healthIsByTheDayOfReceiptWhateverDayTheEventsBelongTo() {
        world.row(
                "health",
                "2024-12-01",
                Map.of("2025-02-26", new HealthCounts(6L, 5, 0, 0, 5, Map.of(), Map.of(), Map.of())));
        world.row(
                "health",
                "2025-02-26",
                Map.of(
                        "2025-02-26",
                        new HealthCounts(
                                15L,
                                7,
                                2,
                                1,
                                0,
                                Map.of("crawler", 3L),
                                Map.of("too_old", 4L),
                                Map.of("refund_currency", 1L))));
        new Quarantine(world.memory, world.clock)
                .put(
                        "shop",
                        new Quarantine.Entry(
                                "d-1", LocalDate.parse("2025-02-26"), "visitor_day_full", 6, 5, new byte[2]));
        new LiveCounters(world.memory)
                .add(
                        "shop",
                        "shard-0",
                        List.of(new LiveCounters.Arrival(
                                BigInteger.ONE,
                                "2025-02-27",
                                ReportWorld.NOW.minusSeconds(20).toEpochMilli(),
                                Map.of("page_view", 2L),
                                List.of())));

        JsonNode answer = world.get(SITE + "health").json();

        assertThat(answer.path("last_event_at").asText()).isEqualTo("2025-02-27T00:59:40Z");
        assertThat(answer.path("today")).isEqualTo(json("{\"date\":\"2025-02-27\",\"events\":{\"page_view\":2}}"));
        assertThat(answer.path("rows")).hasSize(7);
        assertThat(answer.path("rows").path(5)).isEqualTo(json("""
                {"date":"2025-02-26","received":30,"accepted":26,"stored":12,"duplicates":2,"conflicting":1,"late":5,
                "bots":{"crawler":3},"rejected":{"too_old":4},"quarantined":{"visitor_day_full":6},
                "warnings":{"refund_currency":1},"residual":2}"""));
        assertThat(answer.path("total").path("received").asLong()).isEqualTo(30);
        assertThat(answer.path("total").path("residual").asLong()).isEqualTo(2);
    }

    @Test
    void R8_aRowFromBeforeDeliveriesSaidWhatTheyBroughtHasNoResidual() {
        world.row("health", "2025-02-26", json("""
                {"2025-02-26":{"stored":7,"duplicates":2,"conflicting":1,"late":0,"bots":{"crawler":3},"rejected":{}}}"""));

        JsonNode row = world.get(SITE + "health").json().path("rows").path(5);

        assertThat(row.path("accepted").asLong()).isEqualTo(13);
        assertThat(row.path("residual").asLong()).isZero();
    }

    @Test
    void healthNamesTheOriginsThatWereRefusedDuringTheLastDay() {
        RefusedRequests refused = new RefusedRequests(world.memory, world.clock);
        long now = world.clock.millis();
        refused.add(
                "shop",
                senders(
                        "shop",
                        "https://old.example",
                        now - Duration.ofHours(25).toMillis()));
        refused.add("shop", senders("shop", "https://shop.example.net", now));
        refused.add("blog", senders("blog", "https://blog.example.net", now));

        JsonNode answer = world.get(SITE + "health").json();

        assertThat(answer.path("refused_origins").toString()).isEqualTo("""
                [{"origin":"https://shop.example.net","count":3,"last_seen":"%s"}]""".formatted(world.clock.instant()));
    }

    @Test
    void anAdminSeesWhichUnknownSitesWereNamed() {
        RefusedRequests refused = new RefusedRequests(world.memory, world.clock);
        refused.add(RefusedRequests.UNKNOWN_SITES, senders("shpo", "https://shop.example", world.clock.millis()));
        refused.add(RefusedRequests.UNKNOWN_SITES, senders("shopp", "", world.clock.millis()));

        Reply reply = world.get("/v1/unknown-sites");
        assertThat(reply.json().toString()).isEqualTo("""
                {"unknown_sites":[{"site":"shopp","origin":null,"count":3,"last_seen":"%1$s"},\
                {"site":"shpo","origin":"https://shop.example","count":3,"last_seen":"%1$s"}]}""".formatted(world.clock.instant()));
        String key = world.key("shop", Scope.STATS_READ);
        assertThat(world.call("GET", "/v1/unknown-sites", key, Map.of(), "").status())
                .isEqualTo(403);
    }

    private static RefusedSenders senders(String site, String origin, long lastSeen) {
        return new RefusedSenders(List.of(new RefusedSenders.Sender(site, origin, 3, lastSeen)));
    }

    @Test
    void healthOfASiteThatNeverSentAnything() {
        JsonNode answer = world.get(SITE + "health").json();

        assertThat(answer.path("last_event_at").isNull()).isTrue();
        assertThat(answer.path("rows").path(6)).isEqualTo(json("""
                {"date":"2025-02-27","received":0,"accepted":0,"stored":0,"duplicates":0,"conflicting":0,"late":0,
                "bots":{},"rejected":{},"quarantined":{},"warnings":{},"residual":0}"""));
    }

    @Test
    void G2_healthSaysWhenThereWasNoAverageToCompareWith() {
        assertThat(healthWarnings()).isEmpty();

        assertThat(new BaselineAverages(world.memory).of("shop", LocalDate.parse("2025-02-26"), 0))
                .isEqualTo(TaggingContext.Averages.UNKNOWN);

        assertThat(healthWarnings()).containsExactly("averages_missing");
    }

    @Test
    void D2_healthWarnsOfOrdersWithoutAnId() {
        world.row("orderless", "2025-02-26", Map.of("purchase", new OrderlessCounts(2)));

        assertThat(healthWarnings()).containsExactly("no_order_id");
    }

    @Test
    void F7_whatIsNotKnownOfAVisitIsNullInABreakdown() {
        world.row("overview/by/country", "2025-02-26", Map.of("(not set)", new OverviewCounts(1, 1, 2, 1, 0, 1, 1)));

        JsonNode rows = world.get(SITE + "overview?breakdown=country&from=2025-02-26&to=2025-02-26")
                .json()
                .path("rows");

        assertThat(rows.toString()).contains("\"breakdown\":{\"country\":null}");
    }

    private List<String> healthWarnings() {
        return world.get(SITE + "health").json().path("meta").path("warnings").findValuesAsText("code");
    }

    @Test
    void readingDaysWritesNothing() {
        for (String resource : List.of("overview", "goals", "events", "health", "funnels/checkout")) {
            world.get(SITE + resource);
        }

        assertThat(world.items.counted().writes()).isZero();
    }

    private static VisitorSketch devices(int... numbers) {
        return VisitorSketch.of(IntStream.of(numbers)
                .mapToObj(number -> new VisitorKey(dev.cairn.domain.event.LinkLevel.DEVICE, "device-" + number))
                .toList());
    }

    private static JsonNode json(String text) {
        return Json.read(text, JsonNode.class);
    }
}
