package dev.cairn.report.today;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.anomaly.AlarmState;
import dev.cairn.domain.anomaly.AlarmState.Episode;
import dev.cairn.domain.anomaly.Change;
import dev.cairn.domain.anomaly.PulseCounts;
import dev.cairn.domain.insight.AssistCounts;
import dev.cairn.domain.insight.AssociationCounts;
import dev.cairn.domain.insight.LaterConversionCounts;
import dev.cairn.domain.insight.MicroCounts;
import dev.cairn.domain.insight.SufficiencyCounts;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.FunnelCountsBuilder;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.MacroCounts;
import dev.cairn.domain.statistic.MembershipChangeCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.PropertyCounts;
import dev.cairn.report.ReportWorld;
import dev.cairn.report.ReportWorld.Reply;
import dev.cairn.store.anomaly.AlarmStore;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** It is the morning of Thursday, 27 February 2025; the 26th is complete. */
class TodayResourceTest {
    private static final LocalDate YESTERDAY = LocalDate.parse("2025-02-26");

    private final ReportWorld world = new ReportWorld();

    private JsonNode block(String key) {
        Reply reply = world.get("/v1/sites/shop/today");
        assertThat(reply.status()).isEqualTo(200);
        for (JsonNode block : reply.json().path("blocks")) {
            if (block.path("key").asText().equals(key)) {
                return block;
            }
        }
        throw new AssertionError("no block " + key + " in " + reply.body());
    }

    private static String sentence(JsonNode block) {
        assertThat(block.path("sentences")).hasSize(1);
        assertThat(block.path("quiet").isNull()).isTrue();
        return block.path("sentences").path(0).asText();
    }

    private static String quiet(JsonNode block) {
        assertThat(block.path("sentences")).isEmpty();
        assertThat(block.path("figures").isNull()).isTrue();
        return block.path("quiet").asText();
    }

    private void plan(String more) {
        world.put("""
                extends: default
                sites:
                  shop: {name: Shop, time_zone: UTC, currency: USD, origins: []}
                """ + more);
    }

    private void overview(LocalDate day, long visitors) {
        world.row(
                "overview",
                day.toString(),
                new OverviewCounts(visitors, visitors + 1, visitors + 2, visitors, 0, visitors, visitors));
    }

    private void purchases(LocalDate day, long conversions, Map<String, BigDecimal> value) {
        world.row(
                "goals",
                day.toString(),
                Map.of(
                        "purchase", new GoalCounts(conversions, conversions, Long.valueOf(conversions), 0L, value),
                        "add_to_cart", new GoalCounts(1000, 1000, 1000L, 0L, Map.of("USD", BigDecimal.TEN))));
    }

    @Test
    void everyBlockThereIsIsAnsweredInTheOrderOfThePage() {
        Reply reply = world.get("/v1/sites/shop/today");

        assertThat(reply.json().path("site").asText()).isEqualTo("shop");
        assertThat(reply.json().path("date").asText()).isEqualTo("2025-02-27");
        assertThat(reply.json().path("blocks").findValuesAsText("key"))
                .containsExactly("targets", "anomalies", "largest_loss", "micros", "audiences", "yesterday");
        assertThat(reply.json().path("meta").path("complete_through").asText()).isEqualTo("2025-02-26");
    }

    @Test
    void aBlockWithoutDataSaysSoInOneSentence() {
        assertThat(quiet(block("targets"))).isEqualTo("The plan has no targets.");
        assertThat(quiet(block("anomalies")))
                .startsWith("No alarm is open, and none ended in the last 7 days. Of ")
                .endsWith(" are still learning.");
        assertThat(quiet(block("micros"))).isEqualTo("No macro goal was met in the last 90 days.");
        assertThat(quiet(block("audiences"))).isEqualTo("The plan has no audiences.");
        assertThat(quiet(block("largest_loss")))
                .isEqualTo("No funnel had 25 entries, and a loss, in the last 28 complete days.");
        assertThat(quiet(block("yesterday"))).isEqualTo("Nothing was measured in the last 8 weeks.");
    }

    @Test
    void yesterdayStandsBesideTheSameWeekdaysOfTheLastEightWeeks() {
        for (int week = 1; week <= 8; week++) {
            overview(YESTERDAY.minusWeeks(week), 1000 + week * 10);
            overview(YESTERDAY.minusWeeks(week).plusDays(1), 9999);
            purchases(YESTERDAY.minusWeeks(week), 20, Map.of());
        }
        overview(YESTERDAY, 1418);
        purchases(YESTERDAY, 19, Map.of("USD", new BigDecimal("20408"), "EUR", new BigDecimal("7.5")));

        JsonNode block = block("yesterday");

        assertThat(sentence(block))
                .isEqualTo("Wednesday 26 February: 1,418 visitors (usually 1,010 to 1,080), 1,419 visits (usually 1,011"
                        + " to 1,081), 19 conversions (usually 20 to 20), conversion rate 0% (a week before: 0%),"
                        + " €7.50, $20,408.00.");
        assertThat(block.path("figures").path("metrics").findValuesAsText("compared"))
                .containsExactly("above", "above", "below");
        assertThat(block.path("figures").path("metrics").path(0).toString())
                .isEqualTo("{\"metric\":\"visitors\",\"count\":1418,\"week_before\":1010,\"usual\":[1010,1080],"
                        + "\"compared\":\"above\"}");
        assertThat(block.path("figures").path("value").toString())
                .isEqualTo(
                        "[{\"amount\":\"7.50\",\"currency\":\"EUR\"},{\"amount\":\"20408.00\",\"currency\":\"USD\"}]");
        assertThat(block.path("figures").path("value_week_before")).isEmpty();
        assertThat(world.get(block.path("link").asText()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"2025-01-29, true", "2025-01-30, false"})
    void yesterdayHasAUsualRangeFromFourSameWeekdaysOn(LocalDate first, boolean usual) {
        for (LocalDate day = first; !day.isAfter(YESTERDAY); day = day.plusDays(1)) {
            overview(day, 100);
        }

        JsonNode visitors = block("yesterday").path("figures").path("metrics").path(0);

        assertThat(visitors.path("usual").isNull()).isEqualTo(!usual);
        assertThat(visitors.path("compared").asText(null)).isEqualTo(usual ? "within" : null);
    }

    @Test
    void aDayThatIsNotCompleteIsComparedWithNothing() {
        overview(YESTERDAY.plusDays(1), 100);
        world.clock.forward(java.time.Duration.ofHours(23));

        assertThat(quiet(block("yesterday"))).isEqualTo("Thursday 27 February is not complete yet.");
    }

    private void funnel(String day, String view, Long... reached) {
        world.row("funnel/checkout/" + view, day, counts(reached));
    }

    private static FunnelCounts counts(Long... reached) {
        return FunnelCountsBuilder.reached(reached).build();
    }

    @Test
    void theLargestLossIsInPeopleAndInMoney() {
        plan("funnels:\n  quote: {steps: [quote_form_started, quote_requested]}\n");
        funnel("2025-01-30", "entry", 2000L, 1500L, 60L, 20L);
        funnel("2025-02-26", "entry", 657L, 500L, 40L, 20L);
        funnel("2025-01-29", "entry", 5000L, 5000L, 5000L, 0L);
        purchases(YESTERDAY, 50, Map.of("USD", new BigDecimal("5000"), "EUR", new BigDecimal("900")));

        JsonNode block = block("largest_loss");

        // 2,000 reached add_to_cart and 100 checkout_started, of whom 40 % bought: 1,900 · 0.4 = 760, at 100 each.
        assertThat(sentence(block))
                .isEqualTo(
                        "Checkout: most are lost between “Add to cart” and “Checkout started”: 95% (1,900 of 2,000 in 28"
                                + " days, 95% interval 94% to 96%). That costs up to 760 conversions of “Purchase”,"
                                + " $76,000.00.");
        assertThat(block.path("figures").toString())
                .isEqualTo("{\"from\":\"2025-01-30\",\"to\":\"2025-02-26\",\"funnels\":[{\"funnel\":\"checkout\","
                        + "\"view\":\"entry\",\"after\":\"add_to_cart\",\"before\":\"checkout_started\",\"step\":2,"
                        + "\"reached\":2000,\"lost\":1900,\"expected_lost\":1900,\"share\":0.95,\"interval\":[0.9396,0.9587],"
                        + "\"conversions\":760,\"value\":[{\"amount\":\"76000.00\",\"currency\":\"USD\"}]}]}");
        assertThat(world.get(block.path("link").asText()).status()).isEqualTo(200);
    }

    @Test
    void withoutVisitorsWhoCanBeFollowedTheLossIsThatWithinTheDay() {
        funnel("2025-02-26", "same_day", 40L, 10L, 5L, 0L);

        JsonNode block = block("largest_loss");

        assertThat(sentence(block))
                .isEqualTo(
                        "Checkout: most are lost between “Product interest” and “Add to cart”: 75% (30 of 40 in 28 days,"
                                + " within the day, 95% interval 60% to 86%).");
        assertThat(block.path("figures").path("funnels").path(0).path("value")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"24, false", "25, true"})
    void aLossNeedsTwentyFiveEntries(long entered, boolean said) {
        funnel("2025-02-26", "entry", entered, 10L, 5L, 5L);

        assertThat(block("largest_loss").path("quiet").isNull()).isEqualTo(said);
    }

    @Test
    void daysUnderOtherStepsAreLeftOut() {
        funnel("2025-02-20", "entry", 500L, 10L, 5L, 5L);
        plan("funnels:\n  checkout: {steps: [product_interest, checkout_started, purchase]}\n");
        funnel("2025-02-26", "entry", 100L, 50L, 49L);

        assertThat(sentence(block("largest_loss"))).contains("(50 of 100 in 28 days,");
    }

    @Test
    void N7_targetsAreSaidWithForecastProbabilityAndNeed() {
        plan("""
                targets:
                  ahead: {metric: visits, value: 300, from: 2025-02-17, to: 2025-03-28}
                  later: {metric: visits, value: 300, from: 2025-03-17, to: 2025-03-28}
                  money: {metric: value, goal: purchase, change: -10%, baseline: 300, from: 2025-02-17, to: 2025-02-27}
                  old: {metric: visits, value: 1, from: 2025-02-01, to: 2025-02-19}
                  over: {metric: visits, value: 1, from: 2025-02-01, to: 2025-02-20}
                  uncompared: {metric: visits, change: +5%, compare: year_before, from: 2025-02-17, to: 2025-03-28}
                """);
        LocalDate.parse("2024-11-01").datesUntil(YESTERDAY.plusDays(1)).forEach(day -> {
            overview(day, 9);
            purchases(day, 1, Map.of("USD", BigDecimal.TEN));
        });

        JsonNode block = block("targets");

        assertThat(block.path("figures").path("targets").findValuesAsText("id"))
                .containsExactly("ahead", "money", "over", "uncompared");
        List<String> sentences =
                block.path("sentences").valueStream().map(JsonNode::asText).toList();
        assertThat(sentences.get(0))
                .isEqualTo(
                        "Ahead: 100 of 300 visits. Ahead: 400 forecast (80% interval 365 to 437), made with a probability of"
                                + " more than 99%. 6.7 a day needed on the remaining 30 days.");
        assertThat(sentences.get(1))
                .startsWith("Money: $100.00 of $270.00 value of “Purchase”. Ahead: $110.0")
                .endsWith(" $170.00 allowed on the last day.");
        assertThat(sentences.get(2)).isEqualTo("Over: 200 of 1 visits. Reached.");
        assertThat(sentences.get(3))
                .isEqualTo(
                        "Uncompared: 100 visits. There is no figure to reach, as the days to compare with are not all"
                                + " known.");
    }

    @Test
    void itTakesNoParameterButTheLanguage() {
        Reply reply = world.get("/v1/sites/shop/today?from=2025-02-01");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error("parameter")).isEqualTo("from");
    }

    private void macroVisits(LocalDate day, long visits, Long macroVisits) {
        MacroCounts macros = macroVisits == null ? null : new MacroCounts(macroVisits, macroVisits, Map.of());
        world.row("overview", day.toString(), new OverviewCounts(visits, visits, visits, visits, 0, 0, 0, macros));
    }

    @Test
    void F8_theConversionRateStandsBesideThatOfTheSameWeekday() {
        macroVisits(YESTERDAY.minusWeeks(1), 1000, 25L);
        macroVisits(YESTERDAY.minusDays(1), 1000, 900L);
        macroVisits(YESTERDAY, 2000, 31L);

        JsonNode block = block("yesterday");

        assertThat(sentence(block)).endsWith(", conversion rate 1.6% (a week before: 2.5%).");
        assertThat(block.path("figures").path("conversion_rate").toString()).isEqualTo("0.0155");
        assertThat(block.path("figures").path("conversion_rate_week_before").toString())
                .isEqualTo("0.025");
    }

    @Test
    void F8_aRateThatWasNotCountedIsNotSaid() {
        macroVisits(YESTERDAY.minusWeeks(1), 1000, null);
        macroVisits(YESTERDAY, 2000, 0L);
        assertThat(sentence(block("yesterday"))).endsWith(", conversion rate 0%.");

        world.row("overview", YESTERDAY.toString(), 2, new OverviewCounts(2000, 2000, 2000, 2000, 0, 0, 0, (MacroCounts)
                null));

        JsonNode block = block("yesterday");
        assertThat(sentence(block)).doesNotContain("rate");
        assertThat(block.path("figures").path("conversion_rate").isNull()).isTrue();
    }

    private void followed(String day, long entered, long closed, Map<Integer, Long> lags) {
        long converted = lags.values().stream().mapToLong(Long::longValue).sum();
        world.row(
                "funnel/f/entry",
                day,
                FunnelCountsBuilder.reached(entered, converted)
                        .closed(closed)
                        .lags(lags)
                        .build());
    }

    /** As the forecast of each day has it: 8 + 0.48, 5 + 1.07 and 3 + 1.71 of the three open days, 60 of 57. */
    @Test
    void F6_ofTheLostItSaysHowManyAreExpectedStill() {
        plan("""
                goals:
                  a: {tier: micro, kind: milestone, match: {event: a}}
                  b: {tier: macro, match: {event: b}}
                funnels:
                  f: {steps: [a, b], window: 3d}
                """);
        followed("2025-02-21", 100, 100, Map.of(0, 10L, 1, 5L, 2, 2L, 3, 1L));
        followed("2025-02-22", 100, 100, Map.of(0, 8L, 2, 3L));
        followed("2025-02-23", 100, 100, Map.of(0, 6L, 1, 4L, 3, 2L));
        followed("2025-02-24", 50, 0, Map.of(0, 5L, 1, 2L, 2, 1L));
        followed("2025-02-25", 40, 0, Map.of(0, 4L, 1, 1L));
        followed("2025-02-26", 30, 0, Map.of(0, 3L));

        JsonNode block = block("largest_loss");

        assertThat(sentence(block))
                .contains("(363 of 420 in 28 days, 95% interval 83% to 89%). Of these about 3 will still come.");
        assertThat(block.path("figures")
                        .path("funnels")
                        .path(0)
                        .path("expected_lost")
                        .asLong())
                .isEqualTo(360);
    }

    @Test
    void F6_daysUnderOtherStepsAreNotExpectedEither() {
        String goals = """
                goals:
                  a: {tier: micro, kind: milestone, match: {event: a}}
                  b: {tier: macro, match: {event: b}}
                  c: {tier: macro, match: {event: c}}
                """;
        plan(goals + "funnels:\n  f: {steps: [a, b], window: 3d}\n");
        followed("2025-02-10", 1000, 1000, Map.of(0, 900L));
        plan(goals + "funnels:\n  f: {steps: [a, c], window: 3d}\n");
        followed("2025-02-20", 100, 100, Map.of(0, 10L));

        JsonNode funnel = block("largest_loss").path("figures").path("funnels").path(0);

        assertThat(funnel.path("lost").asLong()).isEqualTo(90);
        assertThat(funnel.path("expected_lost").asLong()).isEqualTo(90);
    }

    @Test
    void F6_whereNoForecastIsKnownNobodyIsExpected() {
        funnel("2025-02-26", "same_day", 40L, 10L, 5L, 0L);

        JsonNode block = block("largest_loss");

        assertThat(sentence(block)).doesNotContain("still come");
        assertThat(block.path("figures")
                        .path("funnels")
                        .path(0)
                        .path("expected_lost")
                        .isNull())
                .isTrue();
    }

    private static final String MICROS = """
            sites:
              shop: {name: Shop, time_zone: UTC, currency: EUR, origins: [], retention_days: %d}
            goals:
              purchase: {tier: macro, match: {event: purchase}}
              lead: {tier: macro, match: {event: lead}}
              a_cart: {tier: micro, kind: milestone, match: {event: add_to_cart}}
              b_signup: {tier: micro, kind: secondary, match: {event: signup}}
              c_video: {tier: micro, kind: secondary, match: {event: video}}
              d_share: {tier: micro, kind: secondary, match: {event: share}}
            """;

    private void microPlan(int retention) {
        world.put(MICROS.formatted(retention));
        world.clock.forward(java.time.Duration.ofSeconds(40));
    }

    private void conversions(long purchases, long leads) {
        Map<String, GoalCounts> goals = Map.of(
                "purchase", new GoalCounts(purchases, purchases, purchases, 0L, Map.of()),
                "lead", new GoalCounts(leads, leads, leads, 0L, Map.of()));
        world.row("goals", "2025-02-01", goals);
    }

    private static LaterConversionCounts follow(long followed, long converted) {
        return new LaterConversionCounts(followed, Map.of(30, converted));
    }

    /** Of 4,000 new visitors in each of two strata, 200 met the macro goal; of those with a micro goal, as given. */
    private void associated(String macro, Map<String, LaterConversionCounts> micros) {
        AssociationCounts.Stratum stratum = new AssociationCounts.Stratum(follow(4000, 200), micros);
        MicroCounts counts = new MicroCounts(
                AssistCounts.EMPTY,
                new AssociationCounts(Map.of("0-1", stratum, "8+", stratum)),
                SufficiencyCounts.EMPTY);
        world.row("micros", "2025-01-10", Map.of(macro, counts));
    }

    @Test
    void N3_theThreeBestMicrosAreSaidWithTheirAdjustedRatio() {
        microPlan(120);
        conversions(1, 500);
        associated(
                "purchase",
                Map.of(
                        "a_cart", follow(300, 36),
                        "b_signup", follow(300, 75),
                        "c_video", follow(300, 3),
                        "d_share", follow(300, 45)));

        JsonNode block = block("micros");

        // In a stratum 75 of 300 and 125 of 3,700: the ratio is 75 · 3,575 / (225 · 125) = 9.5.
        assertThat(block.path("sentences").path(0).asText())
                .matches(
                        "Visitors with “B signup” on their first day went on to “Purchase” more often: 25% within 30 days,"
                                + " 3\\.4% of the others \\(adjusted odds ratio 9\\.5, 95% interval 7\\.\\d to 11\\.\\d;"
                                + " 8,000 visitors\\)\\.");
        assertThat(block.path("figures").path("micros").findValuesAsText("micro"))
                .containsExactly("b_signup", "d_share", "a_cart", "c_video");
        assertThat(block.path("figures").path("micros").findValuesAsText("direction"))
                .containsExactly("more", "more", "more", "less");
        assertThat(block.path("sentences")).hasSize(3);
        assertThat(block.path("figures").path("window_days").asInt()).isEqualTo(30);
        assertThat(block.path("figures").path("micros").path(0).path("n11").asInt())
                .isEqualTo(150);
        assertThat(block.path("link").asText()).isEqualTo("/v1/sites/shop/micros?macro=purchase");
        Reply full = world.get(block.path("link").asText());
        assertThat(full.status()).isEqualTo(200);
        JsonNode best = full.json().path("totals").path(0);
        assertThat(best.path("micro").asText()).isEqualTo("b_signup");
        assertThat(block.path("figures").path("micros").path(0).path("adjusted_interval"))
                .isEqualTo(best.path("association").path("adjusted_interval"));
        assertThat(block.path("figures").path("micros").path(0).path("interval"))
                .isEqualTo(best.path("association").path("interval"));
        assertThat(block.toString()).doesNotMatch("(?is).*\\b(because|effects?|drives?|lifts?)\\b.*");
    }

    @Test
    void N3_atMostThreeMicrosAreSaid() {
        microPlan(120);
        conversions(1, 0);
        LaterConversionCounts more = follow(300, 75);
        associated("purchase", Map.of("a_cart", more, "b_signup", more, "c_video", more, "d_share", more));

        assertThat(block("micros").path("sentences")).hasSize(3);
        assertThat(block("micros").path("figures").path("micros").findValuesAsText("micro"))
                .containsExactly("a_cart", "b_signup", "c_video", "d_share");
    }

    @Test
    void withoutPurchasesTheMacroGoalThatWasMetMostOftenIsTheMainOne() {
        microPlan(120);
        conversions(0, 5);
        associated("lead", Map.of("a_cart", follow(300, 75)));

        assertThat(sentence(block("micros"))).contains("went on to “Lead” more often");
    }

    @Test
    void N2_microsThatCannotBeComparedAreNotSaidAndWhy() {
        microPlan(61);
        conversions(1, 0);
        assertThat(quiet(block("micros")))
                .isEqualTo("Visitors are kept for 61 days; to follow them to “Purchase” takes 62.");

        microPlan(120);
        associated("purchase", Map.of("a_cart", follow(12, 6)));
        assertThat(quiet(block("micros")))
                .isEqualTo("Too few new visitors have been followed for 30 days to compare those with a micro goal and"
                        + " those without.");

        world.row(
                "micros",
                "2025-01-10",
                2,
                Map.of(
                        "purchase",
                        new MicroCounts(
                                AssistCounts.EMPTY,
                                new AssociationCounts(Map.of(
                                        "0-1",
                                        new AssociationCounts.Stratum(
                                                follow(8000, 400), Map.of("a_cart", follow(300, 15))))),
                                SufficiencyCounts.EMPTY)));
        assertThat(quiet(block("micros")))
                .isEqualTo("Of no micro goal it is clear that visitors with it went on to “Purchase” more often.");
    }

    private void alarm(String subject, String from, String ended, Change ending) {
        long begin = Instant.parse(from).toEpochMilli();
        Episode episode = new Episode(
                begin,
                begin + 5_400_000,
                new AlarmState.Found(1212, 3, 0.2976, 1e-20),
                List.of(new AlarmState.Segment("browser", "safari", new AlarmState.Found(600, 2, 0.2976, 1e-10))),
                ended == null ? null : Instant.parse(ended).toEpochMilli(),
                ending,
                List.of());
        new AlarmStore(world.memory).put("shop", new AlarmState(subject, List.of(episode), 0), 0);
    }

    @Test
    void N6_openAlarmsAndThoseThatEndedInTheLastSevenDaysAreSaid() {
        alarm("goal:quote_requested", "2025-02-18T08:30:00Z", "2025-02-20T00:00:00Z", Change.RECOVERED);
        alarm("goal:newsletter_signup", "2025-02-18T08:30:00Z", "2025-02-19T23:59:59Z", Change.RECOVERED);
        alarm("goal:purchase|browser|safari", "2025-02-10T08:30:00Z", "2025-02-24T10:00:00Z", Change.ACCEPTED);
        alarm("silence", "2025-02-26T23:00:00Z", null, null);
        alarm("step:checkout:2", "2025-02-24T08:30:00Z", null, null);

        JsonNode block = block("anomalies");

        assertThat(block.path("sentences").valueStream().map(JsonNode::asText))
                .containsExactly(
                        "“Checkout started” after “Add to cart”: unusual since 24 Feb 08:30. By 24 Feb 10:00 3 of 1,212 visits,"
                                + " usually 361: 358 missing. Worst with browser safari: 2 of 600, usually 179.",
                        "Visits: unusual since 26 Feb 23:00. By 27 Feb 00:30 no visit, usually 0.",
                        "“Purchase” (browser safari): unusual from 10 Feb 08:30 to 24 Feb 10:00; this is now the usual"
                                + " level.",
                        "“Quote requested”: unusual from 18 Feb 08:30 to 20 Feb 00:00; usual again.");
        assertThat(block.path("figures").path("open").asInt()).isEqualTo(2);
        assertThat(block.path("figures").path("ended").asInt()).isEqualTo(2);
        assertThat(block.path("figures").path("alarms").findValuesAsText("series"))
                .containsExactly("step:checkout:2", "silence", "goal:purchase", "goal:quote_requested");
        assertThat(world.get(block.path("link").asText()).status()).isEqualTo(200);
    }

    @Test
    void N6_whileSeriesLearnItSaysFromWhichDayTheyCanBeInAlarm() {
        world.row("pulse", "2025-02-25", new PulseCounts(Map.of(), Map.of()));

        assertThat(quiet(block("anomalies"))).endsWith(" are still learning, and can be in alarm from 26 March on.");
    }

    private static long time(String instant) {
        return MembershipChangeCounts.quarter(Instant.parse(instant).toEpochMilli());
    }

    @Test
    void N5_audiencesAreSaidInNumbers() {
        plan("""
                audiences:
                  left_cart: {did: add_to_cart, not: purchase, after: 24h, within: 30d}
                  carts: {did: add_to_cart, within: 6h}
                """);
        long february = time("2025-02-05T12:00:00Z");
        long yesterday = time("2025-02-26T12:00:00Z");
        long today = time("2025-02-27T00:29:00Z");
        long later = time("2025-02-27T01:00:00Z");
        world.row(
                "audiences",
                "2025-02-04",
                Map.of(
                        "left_cart",
                        new MembershipChangeCounts(
                                Map.of(february, 1300L),
                                Map.of(),
                                Map.of(yesterday, 3L, today, 2L),
                                Map.of(yesterday, 6L),
                                Map.of(),
                                Map.of(february, 156L)),
                        "carts",
                        new MembershipChangeCounts(
                                Map.of(february, 1300L),
                                Map.of(),
                                Map.of(),
                                Map.of(yesterday, 1299L),
                                Map.of(),
                                Map.of())));
        world.row(
                "audiences",
                "2025-02-25",
                Map.of(
                        "left_cart",
                        new MembershipChangeCounts(
                                Map.of(yesterday, 17L, today, 1L, later, 4L),
                                Map.of(),
                                Map.of(),
                                Map.of(),
                                Map.of(),
                                Map.of())));

        JsonNode block = block("audiences");

        assertThat(block.path("sentences").valueStream().map(JsonNode::asText))
                .containsExactly(
                        "Carts: 1 member now; 0 entered and 1,299 left yesterday.",
                        "Left cart: 1,307 members now; 17 entered and 9 left yesterday, 3 of them by “Purchase”. Of the 1,300"
                                + " who entered from 29 January to 12 February, 12% came to “Purchase” within 14 days (95%"
                                + " interval 10.3% to 13.9%).");
        assertThat(block.path("figures").path("audiences").path(1).toString())
                .isEqualTo(
                        "{\"audience\":\"left_cart\",\"did\":\"add_to_cart\",\"not\":\"purchase\",\"members\":1307,\"entered\":17,"
                                + "\"left\":{\"met\":3,\"expired\":6},\"recovered_14d\":156,\"recovery_entered\":1300,\"recovery_rate\":0.12,"
                                + "\"recovery_interval\":[0.1034,0.1388]}");
        Reply full = world.get(block.path("link").asText());
        assertThat(full.status()).isEqualTo(200);
        assertThat(full.json().path("audiences").findValuesAsText("members")).containsExactly("1", "1307");
        JsonNode total = world.get("/v1/sites/shop/audiences/left_cart").json().path("total");
        assertThat(total.path("recovery_rate").asDouble()).isEqualTo(0.12);
    }

    @Test
    void N5_aRecoveryRateOfTooFewIsNotSaid() {
        plan("audiences:\n  left_cart: {did: add_to_cart, not: purchase, after: 24h, within: 30d}\n");
        long february = time("2025-02-05T12:00:00Z");
        world.row(
                "audiences",
                "2025-02-04",
                Map.of(
                        "left_cart",
                        new MembershipChangeCounts(
                                Map.of(february, 24L), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(february, 12L))));

        assertThat(sentence(block("audiences")))
                .isEqualTo("Left cart: 24 members now; 0 entered and 0 left yesterday.");
    }

    private static PropertyCounts property(String prop, Map<String, Long> values) {
        Map<String, PropertyCounts.OfValue> counts = new TreeMap<>();
        values.forEach((value, count) -> counts.put(value, new PropertyCounts.OfValue(count, count)));
        return new PropertyCounts(Map.of(prop, counts));
    }

    @Test
    void F13_errorsOfFormsAndVideosAreSaidForSevenWholeDaysBesideTheSevenBefore() {
        world.row("event_properties", "2025-02-27", Map.of("form_error", property("form", Map.of("quote", 1000L))));
        world.row(
                "event_properties", "2025-02-26", Map.of("form_error", property("form", Map.of("quote", 4L, "x", 5L))));
        world.row("event_properties", "2025-02-20", Map.of("form_error", property("form", Map.of("quote", 3L))));
        world.row("event_properties", "2025-02-19", Map.of("form_error", property("form", Map.of("quote", 2L))));
        world.row("event_properties", "2025-02-13", Map.of("video_error", property("video", Map.of("intro", 7L))));
        world.row("event_properties", "2025-02-12", Map.of("form_error", property("form", Map.of("quote", 500L))));

        JsonNode block = block("anomalies");

        assertThat(block.path("sentences").valueStream().map(JsonNode::asText))
                .containsExactly(
                        "No alarm is open, and none ended in the last 7 days.",
                        "Form errors in the last 7 days: 12, in the 7 days before: 2. Most in quote: 7.");
        assertThat(block.path("figures").path("error_totals").toString())
                .isEqualTo("[{\"name\":\"form_error\",\"count\":12,\"count_before\":2}]");
        assertThat(block.path("figures").path("errors").toString())
                .isEqualTo(
                        "[{\"name\":\"form_error\",\"prop\":\"form\",\"value\":\"quote\",\"count\":7,\"count_before\":2},"
                                + "{\"name\":\"form_error\",\"prop\":\"form\",\"value\":\"x\",\"count\":5,\"count_before\":0}]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            de | Mittwoch, 26. Februar: 1.418 Besucher (eine Woche davor: 1.018), 1.419 Besuche (eine Woche davor: 1.019), 0 Konversionen (eine Woche davor: 0), Konversionsrate 1,6_% (eine Woche davor: 2,5_%), 20.408,00_€.
            nl | woensdag 26 februari: 1.418 bezoekers (een week ervoor: 1.018), 1.419 bezoeken (een week ervoor: 1.019), 0 conversies (een week ervoor: 0), conversiepercentage 1,6% (een week ervoor: 2,5%), €_20.408,00.
            fr | mercredi 26 février_: 1_418 visiteurs (une semaine avant_: 1_018), 1_419 visites (une semaine avant_: 1_019), 0 conversion (une semaine avant_: 0), taux de conversion 1,6_% (une semaine avant_: 2,5_%), 20_408,00_€.
            """)
    void H5_sentencesAreSaidInTheLanguageThatIsAskedFor(String language, String sentence) {
        macros(YESTERDAY.minusWeeks(1), 1018, 25);
        macros(YESTERDAY, 1418, 22);
        world.row(
                "goals",
                YESTERDAY.toString(),
                Map.of("purchase", new GoalCounts(0, 0, 0L, 0L, Map.of("EUR", new BigDecimal("20408")))));

        JsonNode blocks =
                world.get("/v1/sites/shop/today?language=" + language).json().path("blocks");

        assertThat(blocks.path(5)
                        .path("sentences")
                        .path(0)
                        .asText()
                        .replace('\u00a0', '_')
                        .replace('\u202f', '_'))
                .isEqualTo(sentence);
        assertThat(blocks.path(0).path("quiet").asText()).isNotEqualTo("The plan has no targets.");
    }

    private void macros(LocalDate day, long visitors, long macroVisits) {
        MacroCounts macros = new MacroCounts(macroVisits, macroVisits, Map.of());
        world.row(
                "overview",
                day.toString(),
                new OverviewCounts(visitors, visitors + 1, visitors + 2, visitors, 0, visitors, visitors, macros));
    }

    @Test
    void anUnknownLanguageIsRefused() {
        Reply reply = world.get("/v1/sites/shop/today?language=tlh");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error("parameter")).isEqualTo("language");
    }
}
