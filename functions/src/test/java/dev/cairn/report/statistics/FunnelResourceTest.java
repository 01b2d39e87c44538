package dev.cairn.report.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.statistic.FunnelCompletionCounts;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.FunnelCountsBuilder;
import dev.cairn.domain.statistic.HealthCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.report.ReportWorld;
import dev.cairn.report.api.Warning;
import dev.cairn.store.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FunnelResourceTest {
    private static final String CHECKOUT = "/v1/sites/shop/funnels/checkout";
    private static final String DAY = CHECKOUT + "?from=2025-02-23&to=2025-02-23";

    /** 412 s lie in bucket floor(8·log2(413)) = 69, whose lower edge is 2^(69/8) - 1 = 393.8 s. */
    private static final FunnelCounts SUNDAY = FunnelCountsBuilder.reached(1770L, 47L, 10L, 8L)
            .outcomes(8, 1762, 0, 0)
            .times(List.of(Map.of(), Map.of(69, 40L, 80, 7L), Map.of(52, 10L), Map.of(0, 8L)))
            .lags(Map.of(0, 8L))
            .value(Map.of("EUR", new BigDecimal("412.50")))
            .cameIn(900L, 12L, 0L, 1L)
            .build();

    private static final FunnelCounts MONDAY = FunnelCountsBuilder.reached(230L, 3L, 0L, 0L)
            .outcomes(0, 0, 229, 1)
            .droppedAfter(227L, 2L, 0L, 0L)
            .closed(230)
            .times(List.of(Map.of(), Map.of(80, 3L), Map.of(), Map.of()))
            .build();

    private final ReportWorld world = new ReportWorld();

    @Test
    void aRowIsTheSpecsExample() {
        world.row("funnel/checkout/entry", "2025-02-23", 3, SUNDAY);

        JsonNode answer = world.get(DAY).json();

        assertThat(answer.path("rows").path(0)).isEqualTo(json("""
                {"date":"2025-02-23","entered":1770,"reached":[1770,47,10,8],"converted":8,"in_progress":1762,
                "dropped":0,"excluded":0,"dropped_after":[0,0,0,0],
                "step_rate":[1,0.0266,0.2128,0.8],"total_rate":[1,0.0266,0.0056,0.0045],
                "interval":[[0.9978,1],[0.02,0.0351],[0.0031,0.0104],[0.0023,0.0089]],
                "seconds_from_previous":{"p50":[null,393,89,0],"p90":[null,1023,89,0]},
                "maturity":0,"expected_reached":[1770,47,10,8],"expected_lost":[1723,37,2],"expected_rate":0.0045,
                "expected_within_days":3,"value":[{"amount":"412.50","currency":"EUR"}],
                "value_per_entry":[{"amount":"0.23","currency":"EUR"}],"came_in":[900,12,0,1],
                "complete":true,"revision":3,
                "as_of":"2025-02-26T00:30:00Z","plan_version":1}"""));
        assertThat(answer.path("steps"))
                .isEqualTo(json("[\"product_interest\",\"add_to_cart\",\"checkout_started\",\"purchase\"]"));
        assertThat(answer.path("view").asText()).isEqualTo("entry");
    }

    @Test
    void F5_theTotalIsWorkedOutFromSumsNotFromRates() {
        world.row("funnel/checkout/entry", "2025-02-23", SUNDAY);
        world.row("funnel/checkout/entry", "2025-02-24", MONDAY);

        assertThat(world.get(CHECKOUT + "?from=2025-02-23&to=2025-02-24").json().path("total"))
                .isEqualTo(json("""
                {"entered":2000,"reached":[2000,50,10,8],"converted":8,"in_progress":1762,"dropped":229,"excluded":1,
                "dropped_after":[227,2,0,0],"step_rate":[1,0.025,0.2,0.8],"total_rate":[1,0.025,0.005,0.004],
                "interval":[[0.9981,1],[0.019,0.0328],[0.0027,0.0092],[0.002,0.0079]],
                "seconds_from_previous":{"p50":[null,393,89,0],"p90":[null,1023,89,0]},
                "maturity":0.115,"expected_reached":[2000,50,10,8],"expected_lost":[1950,40,2],"expected_rate":0.004,
                "expected_within_days":3,"value":[{"amount":"412.50","currency":"EUR"}],
                "value_per_entry":[{"amount":"0.21","currency":"EUR"}],"came_in":[900,12,0,1]}"""));
    }

    @Test
    void everyDayUpToTodayHasARowZerosIncluded() {
        world.row("funnel/checkout/entry", "2025-02-24", MONDAY);

        JsonNode rows =
                world.get(CHECKOUT + "?from=2025-02-25&to=2025-03-05").json().path("rows");

        assertThat(rows.findValuesAsText("date")).containsExactly("2025-02-25", "2025-02-26", "2025-02-27");
        assertThat(rows.path(0)).isEqualTo(json("""
                {"date":"2025-02-25","entered":0,"reached":[0,0,0,0],"converted":0,"in_progress":0,"dropped":0,
                "excluded":0,"dropped_after":[0,0,0,0],"step_rate":[null,null,null,null],
                "total_rate":[null,null,null,null],"interval":[null,null,null,null],
                "seconds_from_previous":{"p50":[null,null,null,null],"p90":[null,null,null,null]},
                "maturity":null,"expected_reached":null,"expected_lost":null,"expected_rate":null,
                "expected_within_days":null,"value":[],"value_per_entry":null,"came_in":[0,0,0,0],
                "complete":true,"revision":0,
                "as_of":"2025-02-27T00:30:00Z","plan_version":1}"""));
    }

    @Test
    void theLastThirtyDaysWhenNoRangeIsGiven() {
        JsonNode rows = world.get(CHECKOUT).json().path("rows");

        assertThat(rows).hasSize(30);
        assertThat(rows.path(0).path("date").asText()).isEqualTo("2025-01-29");
        assertThat(rows.path(29).path("date").asText()).isEqualTo("2025-02-27");
    }

    @Test
    void N8_aValuePerEntryNeeds25Entries() {
        world.row(
                "funnel/checkout/entry",
                "2025-02-23",
                FunnelCountsBuilder.reached(24L, 9L, 9L, 9L)
                        .value(Map.of("EUR", new BigDecimal("90")))
                        .build());
        world.row(
                "funnel/checkout/entry",
                "2025-02-24",
                FunnelCountsBuilder.reached(1L, 0L, 0L, 0L).build());

        JsonNode answer = world.get(CHECKOUT + "?from=2025-02-23&to=2025-02-24").json();

        assertThat(answer.path("rows").path(0).path("value_per_entry").isNull()).isTrue();
        assertThat(answer.path("total").path("value_per_entry"))
                .isEqualTo(json("[{\"amount\":\"3.60\",\"currency\":\"EUR\"}]"));
    }

    @Test
    void N8_R8_aRowFromBeforeJourneysWereCountedHasNullsAndSoHasTheTotal() {
        world.row("funnel/checkout/entry", "2025-02-23", SUNDAY);
        world.row(
                "funnel/checkout/entry",
                "2025-02-24",
                FunnelCountsBuilder.reached(30L, 0L, 0L, 0L).journeysUnknown().build());

        JsonNode answer = world.get(CHECKOUT + "?from=2025-02-23&to=2025-02-24").json();

        for (JsonNode unknown : List.of(answer.path("rows").path(1), answer.path("total"))) {
            assertThat(unknown.path("value").isNull()).isTrue();
            assertThat(unknown.path("value_per_entry").isNull()).isTrue();
            assertThat(unknown.path("came_in").isNull()).isTrue();
        }
        assertThat(answer.path("rows").path(0).path("came_in")).hasSize(4);
    }

    @Test
    void F4_completionsHaveAllLagsAndMoneyByCurrency() {
        world.row(
                "funnel/checkout/completion",
                "2025-02-23",
                new FunnelCompletionCounts(
                        3,
                        Map.of("USD", new BigDecimal("20400"), "JPY", new BigDecimal("1200")),
                        Map.of("0", 2L, "8-14", 1L)));

        JsonNode answer = world.get(DAY + "&view=completion").json();

        String figures = """
                "completed":3,"value":[{"amount":"1200","currency":"JPY"},{"amount":"20400.00","currency":"USD"}],
                "lags":{"0":2,"1":0,"2-7":0,"8-14":1,"15-30":0,"31-60":0,"61+":0}""";
        assertThat(answer.path("rows").path(0)).isEqualTo(json("{\"date\":\"2025-02-23\"," + figures + """
                ,"complete":true,"revision":1,"as_of":"2025-02-26T00:30:00Z","plan_version":1}"""));
        assertThat(answer.path("total")).isEqualTo(json("{" + figures + "}"));
    }

    @Test
    void F7_aBreakdownHasARowPerDayAndValueAndTotalsPerValue() {
        world.row(
                "funnel/checkout/same_day/by/channel",
                "2025-02-23",
                Map.of("organic_search", SUNDAY, "(other)", MONDAY));
        world.row("funnel/checkout/same_day/by/channel", "2025-02-24", Map.of("organic_search", MONDAY));

        JsonNode answer = world.get(CHECKOUT + "?from=2025-02-22&to=2025-02-24&view=same_day&breakdown=channel")
                .json();

        assertThat(answer.path("rows").findValuesAsText("date"))
                .containsExactly("2025-02-23", "2025-02-23", "2025-02-24");
        assertThat(answer.path("rows").findValues("breakdown"))
                .extracting(JsonNode::toString)
                .containsExactly(
                        "{\"channel\":\"(other)\"}",
                        "{\"channel\":\"organic_search\"}",
                        "{\"channel\":\"organic_search\"}");
        assertThat(answer.path("totals").findValuesAsText("entered")).containsExactly("230", "2000");
        assertThat(answer.path("total").path("entered").asLong()).isEqualTo(2230);
        assertThat(answer.path("meta").path("warnings").findValuesAsText("code"))
                .containsExactly("other_values");
    }

    @Test
    void F10_aDayIsCompleteOnlyHalfAnHourAfterItsEndInRunAndStream() {
        assertThat(complete("2025-02-26")).isTrue();
        assertThat(complete("2025-02-27")).isFalse();

        ReportWorld streamBehind = new ReportWorld();
        streamBehind.watermark.advance(
                "shard-1", ReportWorld.LAST_RUN.minusMillis(1).toEpochMilli());
        JsonNode meta = streamBehind.get(CHECKOUT).json().path("meta");

        assertThat(meta.path("complete_through").asText()).isEqualTo("2025-02-25");
        assertThat(meta.path("as_of").asText()).isEqualTo("2025-02-27T00:30:00Z");
    }

    private boolean complete(String day) {
        return world.get(CHECKOUT + "?from=" + day + "&to=" + day)
                .json()
                .path("rows")
                .path(0)
                .path("complete")
                .asBoolean();
    }

    @Test
    void T3_theDaysAreTheSitesOwn() {
        world.clock.forward(java.time.Duration.ofHours(22).plusMinutes(30));

        assertThat(world.get("/v1/sites/shop/funnels/checkout")
                        .json()
                        .path("rows")
                        .path(29)
                        .path("date")
                        .asText())
                .isEqualTo("2025-02-27");
        JsonNode brussels = world.get("/v1/sites/lamps/funnels/checkout").json();
        assertThat(brussels.path("rows").path(29).path("date").asText()).isEqualTo("2025-02-28");
        assertThat(brussels.path("meta").path("time_zone").asText()).isEqualTo("Europe/Brussels");
    }

    @Test
    void I4_saysSoWhenNobodyCanBeFollowedOverDays() {
        world.row("overview", "2025-02-23", new OverviewCounts(10, 12, 40, 30, 5000, 0, 0));
        assertThat(world.get(DAY).json().path("meta")).isEqualTo(json("""
                {"time_zone":"UTC","as_of":"2025-02-27T00:30:00Z","complete_through":"2025-02-26","plan_version":1,
                "linkable_share":0,"warnings":[{"code":"no_linkable_visitors","message":"%s"}]}""".formatted(
                        Warning.NO_LINKABLE_VISITORS.message().replace("\"", "\\\""))));

        world.row("overview", "2025-02-24", new OverviewCounts(10, 12, 40, 30, 5000, 5, 6));
        JsonNode both =
                world.get(CHECKOUT + "?from=2025-02-23&to=2025-02-24").json().path("meta");
        assertThat(both.path("linkable_share").asText()).isEqualTo("0.25");
        assertThat(both.path("warnings")).isEmpty();
    }

    @Test
    void aMonthIsOneQueryOfTheRowsAndThreeReadsOfWhatIsBesideThem() {
        world.get(CHECKOUT);
        long before = world.items.counted().reads();

        world.get(CHECKOUT);

        // Reads its rows, the overview, the last run, and the watermark.
        assertThat(world.items.counted().reads() - before).isEqualTo(4);
        assertThat(world.items.counted().writes()).isZero();
    }

    @Test
    void aFunnelThatIsNewerThanItsEventsNeedsABackfill() {
        world.row(
                "health",
                "2025-02-23",
                Map.of("2025-02-23", new HealthCounts(40L, 40, 0, 0, 0, Map.of(), Map.of(), Map.of())));
        assertThat(warnings(DAY)).isEmpty();

        world.put(ReportWorld.PLAN + "funnels: {signup: {steps: [newsletter_signup, account_created]}}\n");
        world.clock.forward(java.time.Duration.ofSeconds(40));

        assertThat(warnings("/v1/sites/shop/funnels/signup?from=2025-02-23&to=2025-02-23"))
                .containsExactly("needs_backfill");
        assertThat(warnings("/v1/sites/shop/funnels/signup?from=2025-02-24&to=2025-02-24"))
                .isEmpty();
        assertThat(warnings(DAY)).isEmpty();
    }

    @Test
    void historyThatIsImportedAfterTheFunnelNeedsNoBackfill() {
        world.put(ReportWorld.PLAN + "funnels: {signup: {steps: [newsletter_signup, account_created]}}\n");
        world.clock.forward(java.time.Duration.ofDays(2));
        world.row(
                "health",
                "2025-02-23",
                Map.of("2025-02-28", new HealthCounts(40L, 40, 0, 0, 40, Map.of(), Map.of(), Map.of())));

        assertThat(warnings("/v1/sites/shop/funnels/signup?from=2025-02-23&to=2025-02-23"))
                .isEmpty();
    }

    @Test
    void aRowComputedWithOtherStepsNamesThem() {
        world.row("funnel/checkout/entry", "2025-02-26", SUNDAY);
        world.put(ReportWorld.PLAN + "funnels: {checkout: {steps: [add_to_cart, purchase]}}\n");
        world.clock.forward(java.time.Duration.ofSeconds(40));

        JsonNode answer = world.get(CHECKOUT + "?from=2025-02-26&to=2025-02-27").json();

        assertThat(answer.path("steps")).isEqualTo(json("[\"add_to_cart\",\"purchase\"]"));
        assertThat(answer.path("rows").path(0).path("steps")).hasSize(4);
        assertThat(answer.path("rows").path(0).path("plan_version").asInt()).isEqualTo(1);
        assertThat(answer.path("rows").path(1).has("steps")).isFalse();
        assertThat(answer.path("rows").path(1).path("plan_version").asInt()).isEqualTo(2);
        assertThat(answer.path("meta").path("warnings").findValuesAsText("code"))
                .containsExactly("steps_changed");
    }

    private List<String> warnings(String target) {
        return world.get(target).json().path("meta").path("warnings").findValuesAsText("code");
    }

    private static JsonNode json(String text) {
        return Json.read(text, JsonNode.class);
    }
}
