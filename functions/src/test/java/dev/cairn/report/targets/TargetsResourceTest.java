package dev.cairn.report.targets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.report.ReportWorld;
import dev.cairn.report.ReportWorld.Reply;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** It is the morning of 27 February 2025; the 26th is complete. */
class TargetsResourceTest {
    private static final LocalDate TODAY = LocalDate.parse("2025-02-27");

    private final ReportWorld world = new ReportWorld();

    private void plan(String targets) {
        world.put("""
                extends: default
                sites:
                  shop: {name: Shop, time_zone: UTC, currency: USD, origins: []}
                targets:
                """ + targets.indent(2));
    }

    /** As many visitors, visits and purchases on each day. */
    private void days(LocalDate from, LocalDate to, int each) {
        from.datesUntil(to.plusDays(1)).forEach(day -> day(day, each, Map.of()));
    }

    private void day(LocalDate day, int each, Map<String, BigDecimal> value) {
        world.row("overview", day.toString(), new OverviewCounts(each, 2L * each, 5L * each, 3L * each, 0, each, each));
        world.row(
                "goals", day.toString(), Map.of("purchase", new GoalCounts(each, each, Long.valueOf(each), 0L, value)));
    }

    private JsonNode targets(String query) {
        Reply reply = world.get("/v1/sites/shop/targets" + query);
        assertThat(reply.status()).isEqualTo(200);
        return reply.json();
    }

    private static List<String> warnings(JsonNode answer) {
        List<String> codes = new ArrayList<>();
        answer.path("meta")
                .path("warnings")
                .forEach(warning -> codes.add(warning.path("code").asText()));
        return codes;
    }

    private static String message(JsonNode answer, String code) {
        for (JsonNode warning : answer.path("meta").path("warnings")) {
            if (warning.path("code").asText().equals(code)) {
                return warning.path("message").asText();
            }
        }
        return "";
    }

    @Test
    void N7_aTargetIsAnsweredWithItsFiguresAndItsDays() {
        plan("sales: {metric: conversions, goal: purchase, value: 300, from: 2025-02-17, to: 2025-03-28}");
        days(LocalDate.parse("2024-10-01"), TODAY.minusDays(1), 10);
        day(TODAY, 4, Map.of());

        JsonNode answer = targets("");

        assertThat(answer.path("site").asText()).isEqualTo("shop");
        JsonNode target = answer.path("targets").path(0);
        List<String> fields = new ArrayList<>();
        target.fieldNames().forEachRemaining(fields::add);
        assertThat(fields)
                .containsExactly(
                        "id",
                        "metric",
                        "goal",
                        "currency",
                        "from",
                        "to",
                        "target",
                        "actual",
                        "closed",
                        "expected",
                        "pace",
                        "forecast",
                        "forecast_interval",
                        "needed_per_day",
                        "remaining_days",
                        "probability",
                        "status",
                        "days");
        // 10 of 40 days are complete, and each brings 10: 100 where 75 are due, and 200 more in 30 days.
        // Level 560.5/56, mu 300.2679, phi 1, Var = mu + mu·30/56 + mu²·0.0009·(86/7)/3; P(rest >= 199.5).
        assertThat(target.toString())
                .startsWith("{\"id\":\"sales\",\"metric\":\"conversions\",\"goal\":\"purchase\",\"currency\":null,"
                        + "\"from\":\"2025-02-17\",\"to\":\"2025-03-28\",\"target\":300,\"actual\":104,\"closed\":100,"
                        + "\"expected\":75,\"pace\":1.3333,\"forecast\":400.3,\"forecast_interval\":[365,437],"
                        + "\"needed_per_day\":6.67,\"remaining_days\":30,\"probability\":1,\"status\":\"ahead\","
                        + "\"days\":[{\"date\":\"2025-02-17\",\"actual\":10,\"expected\":7.5},"
                        + "{\"date\":\"2025-02-18\",\"actual\":20,\"expected\":15},");
        assertThat(target.path("days")).hasSize(40);
        assertThat(target.path("days").path(10).toString())
                .isEqualTo("{\"date\":\"2025-02-27\",\"actual\":104,\"expected\":82.5}");
        assertThat(target.path("days").path(11).toString())
                .isEqualTo("{\"date\":\"2025-02-28\",\"actual\":null,\"expected\":90}");
        assertThat(target.path("days").path(39).path("expected").asText()).isEqualTo("300");
        assertThat(warnings(answer)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"visitors, 40", "visits, 80", "page_views, 120"})
    void N7_metricsOfTheSiteComeFromTheOverview(String metric, int actual) {
        plan("t: {metric: " + metric + ", value: 100, from: 2025-02-23, to: 2025-03-28}");
        days(LocalDate.parse("2025-01-01"), TODAY.minusDays(1), 10);

        JsonNode answer = targets("");

        assertThat(answer.path("targets").path(0).path("actual").asInt()).isEqualTo(actual);
        assertThat(warnings(answer)).isEqualTo(metric.equals("visitors") ? List.of("sums_of_days") : List.of());
    }

    @Test
    void N7_convertersAreSumsOfDaysAndSaidToBe() {
        plan("t: {metric: converters, goal: purchase, value: 100, from: 2025-02-23, to: 2025-03-28}");
        days(LocalDate.parse("2025-01-01"), TODAY.minusDays(1), 10);

        JsonNode answer = targets("");

        assertThat(answer.path("targets").path(0).path("actual").asInt()).isEqualTo(40);
        assertThat(message(answer, "sums_of_days"))
                .contains("sums of daily figures")
                .endsWith("affects t.");
    }

    @Test
    void N7_moneyIsThatOfTheSitesCurrencyAndOthersAreNamed() {
        plan("t: {metric: value, goal: purchase, value: 500, from: 2025-02-23, to: 2025-03-28}");
        days(LocalDate.parse("2025-01-01"), LocalDate.parse("2025-02-22"), 10);
        day(
                LocalDate.parse("2025-02-23"),
                2,
                Map.of("USD", new BigDecimal("100.10"), "EUR", new BigDecimal("7"), "JPY", new BigDecimal("900")));
        day(LocalDate.parse("2025-02-24"), 2, Map.of("USD", new BigDecimal("0.15")));

        JsonNode answer = targets("");

        JsonNode target = answer.path("targets").path(0);
        assertThat(target.path("currency").asText()).isEqualTo("USD");
        assertThat(target.path("actual").asText()).isEqualTo("100.25");
        assertThat(message(answer, "other_currencies")).startsWith("Amounts in EUR, JPY are left out of t:");
    }

    @Test
    void N7_aChangeIsAgainstTheSameWeekdaysAYearBeforeOrTheDaysBeforeOrABaseline() {
        plan("""
                a: {metric: visits, change: +18%, from: 2025-02-24, to: 2025-03-02, compare: year_before}
                b: {metric: visits, change: -10%, from: 2025-02-24, to: 2025-03-02, compare: period_before}
                c: {metric: visits, change: +50%, from: 2025-02-24, to: 2025-03-02, baseline: 1234.5}
                """);
        days(LocalDate.parse("2024-02-26"), LocalDate.parse("2024-03-03"), 50);
        days(LocalDate.parse("2025-02-17"), LocalDate.parse("2025-02-23"), 20);

        JsonNode answer = targets("");

        // 7 days of 100 visits, 7 days of 40 visits, and 1234.5
        assertThat(answer.path("targets").findValuesAsText("target")).containsExactly("826", "252", "1851.75");
        // of the ceiling nothing is used up yet
        assertThat(answer.path("targets").path(1).path("status").asText()).isEqualTo("ahead");
    }

    @ParameterizedTest
    @CsvSource({"2024-02-26, ahead", "2024-02-27, no_comparison"})
    void N7_daysBeforeTheSitesFirstAreNoComparison(LocalDate first, String status) {
        plan("t: {metric: visits, change: +18%, from: 2025-02-24, to: 2025-03-02, compare: year_before}");
        days(first, first, 1);
        days(LocalDate.parse("2025-02-17"), TODAY.minusDays(1), 20);

        JsonNode answer = targets("");

        JsonNode target = answer.path("targets").path(0);
        boolean compared = !status.equals("no_comparison");
        assertThat(target.path("status").asText()).isEqualTo(compared ? "reached" : status);
        assertThat(target.path("target").isNull()).isEqualTo(!compared);
        assertThat(warnings(answer).contains("no_comparison")).isEqualTo(!compared);
        assertThat(target.path("days").path(0).path("expected").isNull()).isEqualTo(!compared);
    }

    /** The first day that is read may be one without events, of a site that had some before. */
    @Test
    void N7_aSiteWithAQuietFirstDayIsNotYoung() {
        plan("t: {metric: visits, change: +18%, from: 2025-02-24, to: 2025-03-02, compare: year_before}");
        days(LocalDate.parse("2024-01-05"), LocalDate.parse("2024-01-05"), 1);
        days(LocalDate.parse("2025-02-20"), TODAY.minusDays(1), 20);

        assertThat(targets("").path("targets").path(0).path("target").asText()).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({"2025-02-13, 2025-02-27, on_track", "2025-02-14, 2025-02-28, learning"})
    void N7_aYoungSiteIsToldFromWhenOnItHasAForecast(LocalDate first, String from, String status) {
        plan("t: {metric: visits, value: 700, from: 2025-02-20, to: 2025-03-26}");
        days(first, TODAY.minusDays(1), 10);

        JsonNode answer = targets("");

        assertThat(answer.path("targets").path(0).path("status").asText()).isEqualTo(status);
        boolean learning = status.equals("learning");
        assertThat(message(answer, "learning"))
                .isEqualTo(
                        learning
                                ? "The site has fewer than 14 complete days, too few for a forecast. Forecasts are"
                                        + " available from " + from + "."
                                : "");
        assertThat(answer.path("targets").path(0).path("forecast").isNull()).isEqualTo(learning);
        assertThat(answer.path("targets").path(0).path("probability").isNull()).isEqualTo(learning);
    }

    @Test
    void N7_aTargetIsLookedAtAsItStoodAtTheEndOfADay() {
        plan("""
                early: {metric: visits, value: 1400, from: 2025-02-10, to: 2025-03-16}
                late: {metric: visits, value: 700, from: 2025-02-20, to: 2025-03-26}
                """);
        days(LocalDate.parse("2024-12-01"), TODAY, 10);

        JsonNode answer = targets("?at=2025-02-14");

        assertThat(answer.path("targets").findValuesAsText("status")).containsExactly("behind", "not_started");
        JsonNode early = answer.path("targets").path(0);
        assertThat(early.path("actual").asInt()).isEqualTo(100);
        assertThat(early.path("closed").asInt()).isEqualTo(100);
        assertThat(early.path("remaining_days").asInt()).isEqualTo(30);
        assertThat(early.path("days").path(4).path("actual").asInt()).isEqualTo(100);
        assertThat(early.path("days").path(5).path("actual").isNull()).isTrue();
        JsonNode now = targets("").path("targets").path(0);
        assertThat(now.path("actual").asInt()).isEqualTo(360);
        assertThat(now.path("closed").asInt()).isEqualTo(340);
        assertThat(targets("?at=2025-02-27").path("targets").path(0)).isEqualTo(now);
    }

    @ParameterizedTest
    @CsvSource({"2024-11-29, true", "2024-11-28, false"})
    void N7_targetsThatAreOverStayListedForNinetyDays(String to, boolean listed) {
        plan("t: {metric: visits, value: 10, from: 2024-11-01, to: " + to + "}");
        days(LocalDate.parse("2024-11-01"), LocalDate.parse("2024-11-01"), 5);

        JsonNode answer = targets("");

        assertThat(answer.path("targets")).hasSize(listed ? 1 : 0);
        assertThat(targets("?at=2025-02-26").path("targets")).hasSize(1);
        if (listed) {
            JsonNode target = answer.path("targets").path(0);
            assertThat(target.path("status").asText()).isEqualTo("reached");
            assertThat(target.path("forecast").asInt()).isEqualTo(10);
            assertThat(target.path("needed_per_day").isNull()).isTrue();
        }
    }

    @Test
    void N7_asCsvATargetIsARow() {
        plan("""
                a: {metric: conversions, goal: purchase, value: 300, from: 2025-02-17, to: 2025-03-28}
                b: {metric: visits, value: 300, from: 2025-03-17, to: 2025-03-28}
                """);
        days(LocalDate.parse("2024-10-01"), TODAY.minusDays(1), 10);

        Reply csv = world.get("/v1/sites/shop/targets?format=csv");

        assertThat(csv.body().split("\r\n"))
                .containsExactly(
                        "id,metric,goal,currency,from,to,target,actual,closed,expected,pace,forecast,"
                                + "forecast_interval_low,forecast_interval_high,needed_per_day,remaining_days,"
                                + "probability,status",
                        "a,conversions,purchase,,2025-02-17,2025-03-28,300,100,100,75,1.3333,400.3,365,437,6.67,30,1,"
                                + "ahead",
                        "b,visits,,,2025-03-17,2025-03-28,300,0,0,0,,,,,25,12,,not_started");
    }

    @Test
    void N7_aSiteWithoutTargetsOrDataIsAnswered() {
        assertThat(targets("").path("targets")).isEmpty();
        world.clock.forward(Duration.ofMinutes(1));
        plan("t: {metric: visits, value: 700, from: 2025-02-20, to: 2025-03-26}");

        JsonNode answer = targets("");

        assertThat(answer.path("targets").path(0).path("status").asText()).isEqualTo("learning");
        assertThat(message(answer, "learning")).endsWith("available once the site has 14 complete days.");
        assertThat(world.get("/v1/sites/shop/targets?format=csv").body())
                .startsWith("id,metric,goal,currency,from,to,");
    }

    @Test
    void N7_aGoalThatIsNewerThanItsEventsIsNamed() {
        days(LocalDate.parse("2025-02-01"), TODAY.minusDays(1), 10);
        world.row("health", "2025-02-26", Map.of("2025-02-26", Map.of("stored", 10)));
        world.put("""
                extends: default
                sites:
                  shop: {name: Shop, time_zone: UTC, currency: USD, origins: []}
                goals:
                  lead: {tier: macro, match: {event: lead}}
                  other: {tier: macro, match: {event: other}}
                targets:
                  t: {metric: conversions, goal: lead, value: 700, from: 2025-02-20, to: 2025-03-26}
                """);

        assertThat(message(targets(""), "needs_backfill")).contains("had their current definition: lead. Until");
    }

    @ParameterizedTest
    @CsvSource({
        "at=2025-02-28, at, at is after today",
        "at=yesterday, at, at must be a date such as",
        "at=2025-02-30, at, at is not a calendar date",
        "from=2025-02-01, from, Unknown parameter; allowed: at",
        "format=xml, format, format must be one of"
    })
    void N7_aWrongParameterIsNamed(String query, String parameter, String message) {
        Reply reply = world.get("/v1/sites/shop/targets?" + query);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error("parameter")).isEqualTo(parameter);
        assertThat(reply.error("message")).startsWith(message);
    }
}
