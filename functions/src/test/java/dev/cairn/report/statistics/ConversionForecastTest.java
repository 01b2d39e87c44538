package dev.cairn.report.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.FunnelCountsBuilder;
import dev.cairn.plan.model.TimeZoneHistory;
import dev.cairn.report.ReportWorld;
import dev.cairn.store.Json;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * F6 in responses. The last complete day is 26 February; with a window of 3 days, entries from the 24th on are open.
 */
class ConversionForecastTest {
    private static final String PLAN = ReportWorld.PLAN + """
            goals:
              a: {tier: micro, kind: milestone, match: {event: a}}
              b: {tier: macro, match: {event: b}}
            funnels:
              f: {steps: [a, b], window: 3d}
            """;
    private static final String F = "/v1/sites/shop/funnels/f";

    private final ReportWorld world = new ReportWorld();

    @BeforeEach
    void aFunnelOfThreeDays() {
        world.put(PLAN);
        world.clock.forward(java.time.Duration.ofSeconds(40));
    }

    private static FunnelCounts open(long entered, Map<Integer, Long> lags) {
        return counts(entered, 0, lags);
    }

    private static FunnelCounts closed(long entered, Map<Integer, Long> lags) {
        return counts(entered, entered, lags);
    }

    private static FunnelCounts counts(long entered, long closed, Map<Integer, Long> lags) {
        long converted = lags.values().stream().mapToLong(Long::longValue).sum();
        return FunnelCountsBuilder.reached(entered, converted)
                .outcomes(converted, 0, 0, 0)
                .closed(closed)
                .lags(lags)
                .build();
    }

    private void aWeek() {
        Map<String, FunnelCounts> days = Map.of(
                "2025-02-21", closed(100, Map.of(0, 10L, 1, 5L, 2, 2L, 3, 1L)),
                "2025-02-22", closed(100, Map.of(0, 8L, 2, 3L)),
                "2025-02-23", closed(100, Map.of(0, 6L, 1, 4L, 3, 2L)),
                "2025-02-24", open(50, Map.of(0, 5L, 1, 2L, 2, 1L)),
                "2025-02-25", open(40, Map.of(0, 4L, 1, 1L)),
                "2025-02-26", open(30, Map.of(0, 3L)),
                "2025-02-27", open(20, Map.of(0, 1L)));
        days.forEach((day, counts) -> world.row("funnel/f/entry", day, counts));
        // Before the last two windows: not part of the pool.
        world.row("funnel/f/entry", "2025-02-20", closed(1000, Map.of(0, 900L)));
    }

    private static List<String> expected(JsonNode rows) {
        return rows.findValues("expected_rate").stream().map(JsonNode::toString).toList();
    }

    /**
     * Of the 21st to the 26th: h(0) = 36/420, h(1) = 12/357, h(2) = 6/310, h(3) = 3/262. The 26th is 1 - (1 - 3/30) ·
     * (1 - 12/357) · (1 - 6/310) · (1 - 3/262) = 0.1569, and so on; today nothing is over yet.
     */
    @Test
    void F6_openDaysHaveTheRateTheyAreExpectedToComeTo() {
        aWeek();

        JsonNode answer = world.get(F + "?from=2025-02-23&to=2025-02-27").json();

        assertThat(expected(answer.path("rows"))).containsExactly("0.12", "0.1696", "0.1518", "0.1569", "0.1435");
    }

    @Test
    void F6_theTotalIsTheMeanOverAllEntries() {
        aWeek();

        JsonNode total = world.get(F + "?from=2025-02-21&to=2025-02-27").json().path("total");

        // (18 + 11 + 12 + 50 · 0.1696 + 40 · 0.1518 + 30 · 0.1569 + 20 · 0.1435) of 440
        assertThat(total.path("expected_rate").toString()).isEqualTo("0.1435");
        assertThat(total.path("maturity").toString()).isEqualTo("0.6818");
    }

    @Test
    void F6_aPoolBelow25SaysNothingAndSoDoesATotalWithSuchADay() {
        world.row("funnel/f/entry", "2025-02-23", closed(24, Map.of(0, 6L)));
        world.row("funnel/f/entry", "2025-02-26", open(5, Map.of(0, 2L)));

        JsonNode answer = world.get(F + "?from=2025-02-23&to=2025-02-26").json();

        assertThat(expected(answer.path("rows"))).containsExactly("0.25", "null", "null", "null");
        assertThat(answer.path("rows").path(3).path("expected_reached").isNull())
                .isTrue();
        assertThat(answer.path("total").path("expected_rate").isNull()).isTrue();
    }

    @Test
    void F6_aBreakdownsValueIsForecastFromItself() {
        world.row("funnel/f/entry/by/device", "2025-02-22", byDevice(closed(50, Map.of(1, 25L)), closed(50, Map.of())));
        world.row("funnel/f/entry/by/device", "2025-02-26", byDevice(open(10, Map.of()), open(10, Map.of())));

        JsonNode answer =
                world.get(F + "?from=2025-02-26&to=2025-02-26&breakdown=device").json();

        assertThat(expected(answer.path("rows"))).containsExactly("0.5", "0");
        assertThat(expected(answer.path("totals"))).containsExactly("0.5", "0");
        assertThat(answer.path("total").path("expected_rate").toString()).isEqualTo("0.25");
    }

    private static Map<String, FunnelCounts> byDevice(FunnelCounts mobile, FunnelCounts tablet) {
        return Map.of("mobile", mobile, "tablet", tablet);
    }

    /** Of three days ago there are entries, so lag 2 is known and lag 3 is not. */
    @Test
    void F6_aYoungSiteHasAForecastForAsFarAsItHasSeenAndSaysHowFar() {
        world.row("funnel/f/entry", "2025-02-24", open(50, Map.of(0, 5L, 1, 9L, 2, 6L)));
        world.row("funnel/f/entry", "2025-02-25", open(10, Map.of(0, 5L)));
        world.row("funnel/f/entry", "2025-02-26", open(10, Map.of(0, 1L)));

        JsonNode answer = world.get(F + "?from=2025-02-24&to=2025-02-26").json();

        // h(0) = 11/70, h(1) = 9/50, h(2) = 6/36. The 25th: 10 - 5 · 5/6; the 26th: 10 - 9 · 41/50 · 5/6.
        assertThat(answer.path("rows").findValues("expected_reached"))
                .extracting(JsonNode::toString)
                .containsExactly("[50,20]", "[10,6]", "[10,4]");
        assertThat(answer.path("rows").findValues("expected_lost"))
                .extracting(JsonNode::toString)
                .containsExactly("[30]", "[4]", "[6]");
        assertThat(answer.path("rows").findValues("expected_within_days"))
                .extracting(JsonNode::asInt)
                .containsExactly(2, 2, 2);
        // 20 + 5.8333 + 3.85 of 70: 0.42404
        assertThat(answer.path("total").path("expected_reached").toString()).isEqualTo("[70,30]");
        assertThat(answer.path("total").path("expected_rate").toString()).isEqualTo("0.424");
        assertThat(answer.path("total").path("expected_within_days").asInt()).isEqualTo(2);
    }

    @Test
    void F6_aClosedDaySpeaksAboutItsWholeWindow() {
        aWeek();

        JsonNode answer = world.get(F + "?from=2025-02-22&to=2025-02-22").json();

        assertThat(answer.path("rows").path(0).path("expected_reached").toString())
                .isEqualTo("[100,11]");
        assertThat(answer.path("total").path("expected_within_days").asInt()).isEqualTo(3);
    }

    @Test
    void F6_onTheSameDayThereIsNothingToExpect() {
        world.row("funnel/f/same_day", "2025-02-25", closed(100, Map.of(0, 10L)));
        world.row("funnel/f/same_day", "2025-02-27", open(10, Map.of()));

        JsonNode rows = world.get(F + "?from=2025-02-25&to=2025-02-27&view=same_day")
                .json()
                .path("rows");

        assertThat(expected(rows)).containsExactly("null", "null", "null");
    }

    @Test
    void F6_daysUnderAnotherDefinitionAreNoExample() {
        aWeek();
        world.put(PLAN.replace("window: 3d", "window: 3d, within: {b: 1d}"));
        world.clock.forward(java.time.Duration.ofSeconds(40));
        world.row("funnel/f/entry", "2025-02-26", 2, open(30, Map.of(0, 3L)));

        JsonNode rows = world.get(F + "?from=2025-02-25&to=2025-02-26").json().path("rows");

        assertThat(rows.path(1).path("plan_version").asInt()).isEqualTo(3);
        assertThat(rows.path(1).path("expected_rate").isNull()).isTrue();
        assertThat(rows.path(0).path("expected_rate").isNull()).isFalse();
    }

    @Test
    void R8_aRowFromBeforeLagsWereCountedIsReadAndLeftOut() {
        aWeek();
        ObjectNode old = Json.MAPPER.valueToTree(open(1000, Map.of(0, 900L)));
        old.remove("lags");
        world.row("funnel/f/entry", "2025-02-25", 2, old);

        JsonNode answer = world.get(F + "?from=2025-02-24&to=2025-02-25").json();

        assertThat(expected(answer.path("rows"))).containsExactly("0.1696", "null");
        assertThat(answer.path("rows").path(1).path("entered").asLong()).isEqualTo(1000);
    }

    /** In Brussels 30 March 2025 has 23 hours and 26 October 25. */
    @Test
    void F6_lagsAreLocalDaysHoweverLongTheyAre() {
        TimeZoneHistory brussels = TimeZoneHistory.of(java.time.ZoneId.of("Europe/Brussels"));

        assertThat(lags(brussels, "2025-03-28")).isEqualTo(2);
        // The window of an entry at 23:30 on the 29th ends at 00:30 on the 31st.
        assertThat(lags(brussels, "2025-03-29")).isEqualTo(3);
        assertThat(lags(brussels, "2025-03-30")).isEqualTo(2);
        assertThat(lags(brussels, "2025-10-25")).isEqualTo(2);
        assertThat(lags(brussels, "2025-10-26")).isEqualTo(2);
    }

    private static int lags(TimeZoneHistory zones, String day) {
        Funnel oneDay = new Funnel("f", List.of("a", "b"), 86_400_000, Map.of(), List.of());
        return ConversionForecast.possible(zones, LocalDate.parse(day), oneDay);
    }
}
