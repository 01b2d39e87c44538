package dev.cairn.report.insights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.insight.AssistCounts;
import dev.cairn.domain.insight.AssociationCounts;
import dev.cairn.domain.insight.AssociationCounts.Stratum;
import dev.cairn.domain.insight.LaterConversionCounts;
import dev.cairn.domain.insight.MicroCounts;
import dev.cairn.domain.insight.SufficiencyCounts;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.report.ReportWorld;
import dev.cairn.report.ReportWorld.Reply;
import dev.cairn.report.api.Warning;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answer about the micro goals of a macro goal (N0 to N4), read on 27 February 2025, complete through the 26th. */
class MicrosResourceTest {
    private static final String MICROS = "/v1/sites/shop/micros?macro=purchase";
    private static final String JANUARY = MICROS + "&from=2025-01-10&to=2025-01-10";
    private static final String PLAN = """
            sites:
              shop: {name: Shop, time_zone: UTC, currency: EUR, origins: [], retention_days: %d}
            goals:
              purchase: {tier: macro, match: {event: purchase}, count: order, value: event}
              lead: {tier: macro, match: {event: lead, key_page: true}}
              signup: {tier: micro, kind: secondary, match: {event: signup}}
              cart: {tier: micro, kind: milestone, match: {event: add_to_cart}}
            """;

    private final ReportWorld world = new ReportWorld();

    private void plan(int retention) {
        world.put(PLAN.formatted(retention));
        world.clock.forward(Duration.ofSeconds(40));
    }

    /** The example of the rules: 40 purchases, 12 of them after a sign-up. */
    private static MicroCounts example() {
        AssistCounts.Micro signup =
                new AssistCounts.Micro(5, Map.of(2, 5L, 3, 7L), Map.of("EUR", new BigDecimal("612")), Map.of(139, 12L));
        AssistCounts.Micro cart =
                new AssistCounts.Micro(7, Map.of(2, 5L, 3, 7L), Map.of("EUR", new BigDecimal("612")), Map.of(80, 12L));
        return new MicroCounts(
                new AssistCounts(
                        40,
                        Map.of("EUR", new BigDecimal("2040.5")),
                        Map.of(0, 28L, 2, 5L, 3, 7L),
                        Map.of("signup", signup, "cart", cart)),
                new AssociationCounts(Map.of(
                        "0-1",
                        new Stratum(counts(700, 4, 2, 4), Map.of("signup", counts(54, 0, 1, 0))),
                        "8+",
                        new Stratum(counts(514, 9, 3, 2), Map.of("signup", counts(40, 2, 1, 0))))),
                new SufficiencyCounts(Map.of("signup", counts(94, 3, 1, 1), "cart", counts(12, 12, 0, 0))));
    }

    private static LaterConversionCounts counts(long followed, long to7, long to14, long to30) {
        return new LaterConversionCounts(followed, Map.of(7, to7, 14, to14, 30, to30));
    }

    private void day(String day, MicroCounts counts) {
        world.row("micros", day, Map.of("purchase", counts));
        world.row("overview", day, new OverviewCounts(2000, 2000, 5000, 4000, 0, 1500, 1500));
        world.row("goals", day, Map.of("purchase", new GoalCounts(50, 45, 45L, 0L, Map.of())));
    }

    private List<String> warnings(String target) {
        List<String> codes = new ArrayList<>();
        world.get(target)
                .json()
                .path("meta")
                .path("warnings")
                .forEach(each -> codes.add(each.path("code").asText()));
        return codes;
    }

    @Test
    void N0_N1_N2_N4_aRowHasAllFiguresOfADayAndMicroGoal() {
        plan(120);
        day("2025-01-10", example());

        JsonNode answer = world.get(JANUARY).json();

        assertThat(answer.path("causal").isBoolean()).isTrue();
        assertThat(answer.path("causal").asBoolean()).isFalse();
        assertThat(answer.path("window_days").asInt()).isEqualTo(30);
        assertThat(answer.path("rows").get(1)).hasToString("""
                {"date":"2025-01-10","micro":"signup","kind":"secondary","mature":true,\
                "assist":{"macros":40,"assisted":12,"rate":0.3,"interval":[0.1807,0.4543],"last":5,"fractional":4.8333,\
                "value":[{"amount":"612.00","currency":"EUR"}],"lag_seconds_p50":169978},\
                "association":{"n11":4,"n10":90,"n01":20,"n00":1100,"exposed_rate":0.0426,"other_rate":0.0179},\
                "sufficiency":{"entries":94,"converted":5,"rate":0.0532},\
                "complete":true,"revision":1,"as_of":"2025-02-26T00:30:00Z","plan_version":2}""");
        assertThat(answer.path("total")).hasToString("""
                {"macros":40,"value":[{"amount":"2040.50","currency":"EUR"}],\
                "macros_by_micros":{"0":28,"2":5,"3":7},"cohort":1214,"cohort_converted":24,\
                "days_mature":1,"days_pending":0}""");
        assertThat(answer.path("meta").path("macro_linkable_share").asDouble()).isEqualTo(0.8);
    }

    @Test
    void N2_N3_ratiosAreThoseOfTheSummedCounts() {
        plan(120);
        for (int day = 10; day < 18; day++) {
            day("2025-01-" + day, example());
        }

        JsonNode totals =
                world.get(MICROS + "&from=2025-01-10&to=2025-01-17").json().path("totals");

        // Eight times 4, 90, 20, 1100; by stratum 1, 53, 9, 637 and 3, 37, 11, 463.
        JsonNode association = totals.get(0).path("association");
        assertThat(totals.get(0).path("micro").asText()).isEqualTo("signup");
        assertThat(association.path("n11").asInt()).isEqualTo(32);
        assertThat(association.path("relative_rate").asDouble()).isEqualTo(2.383);
        assertThat(association.path("odds_ratio").asDouble()).isEqualTo(2.4733);
        assertThat(association.path("interval")).hasToString("[1.6837,3.6333]");
        assertThat(association.path("p").asDouble()).isZero();
        assertThat(association.path("adjusted_odds_ratio").asDouble()).isEqualTo(2.4519);
        assertThat(association.path("too_few").asBoolean()).isFalse();
        assertThat(totals.get(0).path("rank").asInt()).isEqualTo(1);
        assertThat(totals.get(0).path("direction").asText()).isEqualTo("more");
        assertThat(totals.get(0).path("significant").asBoolean()).isTrue();
        assertThat(association.path("adjusted_interval")).hasToString("[1.6633,3.6146]");
        assertThat(totals.get(0).path("shrunk_odds_ratio").asDouble()).isEqualTo(2.2591);
        assertThat(totals.get(0).path("shrunk_interval")).hasToString("[1.5605,3.2704]");
        JsonNode cart = totals.get(1);
        assertThat(cart.path("micro").asText()).isEqualTo("cart");
        assertThat(cart.path("rank").isNull()).isTrue();
        assertThat(cart.path("association").path("too_few").asBoolean()).isTrue();
        assertThat(cart.path("association").path("odds_ratio").isNull()).isTrue();
    }

    @Test
    void N4_aDeclaredMilestoneThatMostConversionsGoWithoutIsNamed() {
        plan(120);
        day("2025-01-10", example());

        JsonNode totals = world.get(JANUARY).json().path("totals");

        assertThat(totals.findValues("hint").toString()).isEqualTo("[\"often_skipped\", null]");
        assertThat(totals.get(0).path("measured").path("necessity").asDouble()).isEqualTo(0.3);
        assertThat(totals.get(0).path("measured").path("sufficiency").isNull())
                .as("12 entries")
                .isTrue();
    }

    @Test
    void N0_aDayWhoseVisitorsAreStillFollowedHasNoFiguresThatLookForward() {
        plan(120);
        day("2025-01-27", example());
        day("2025-01-28", example());

        JsonNode answer = world.get(MICROS + "&from=2025-01-27&to=2025-01-28").json();

        assertThat(answer.path("rows").findValues("mature").toString()).isEqualTo("[true, true, false, false]");
        assertThat(answer.path("rows").get(3).path("association").path("n11").isNull())
                .isTrue();
        assertThat(answer.path("rows")
                        .get(3)
                        .path("sufficiency")
                        .path("entries")
                        .isNull())
                .isTrue();
        assertThat(answer.path("rows").get(3).path("assist").path("assisted").asInt())
                .isEqualTo(12);
        assertThat(answer.path("total").path("cohort").asInt()).isEqualTo(1214);
        assertThat(answer.path("total").path("macros").asInt()).isEqualTo(80);
        assertThat(answer.path("total").path("days_mature").asInt()).isEqualTo(1);
        assertThat(answer.path("total").path("days_pending").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"2025-01-27, 30, 24", "2025-01-28, 14, 18", "2025-02-12, 14, 18", "2025-02-13, 7, 13", "2025-02-20, 7, "
    })
    void N2_withoutAWindowTheLongestIsUsedThatADayIsMatureFor(String day, int window, Long converted) {
        plan(120);
        day(day, example());

        JsonNode answer = world.get(MICROS + "&from=" + day + "&to=" + day).json();

        assertThat(answer.path("window_days").asInt()).isEqualTo(window);
        assertThat(answer.path("total").path("cohort_converted").asLong()).isEqualTo(converted == null ? 0 : converted);
    }

    @Test
    void N10_withoutAMatureDayTheWarningNamesTheFirst() {
        plan(120);
        day("2025-02-21", example());

        Reply reply = world.get(MICROS + "&from=2025-02-20&to=2025-02-26&window=7d");

        assertThat(reply.body()).contains("no_mature_days", "will be available on 2025-03-01");
    }

    @Test
    void N10_N0_eachWarningIsGivenWhenItApplies() {
        plan(120);
        day("2025-01-10", example());
        assertThat(warnings(JANUARY))
                .contains("look_back_incomplete", "few_values")
                .doesNotContain("no_mature_days");

        world.row("overview", "2024-12-11", new OverviewCounts(1, 1, 1, 1, 0, 1, 1));
        assertThat(warnings(JANUARY)).contains("few_values").doesNotContain("look_back_incomplete");
    }

    @Test
    void N0_shortRetentionHidesTheFiguresThatNeedMore() {
        plan(61);
        day("2025-01-10", example());

        JsonNode answer = world.get(JANUARY).json();

        assertThat(answer.toString()).contains("retention_too_short", "Set retention_days to 62 or more");
        assertThat(answer.path("rows").get(1).path("association").path("n11").isNull())
                .isTrue();
        assertThat(answer.path("rows").get(1).path("assist").path("assisted").asInt())
                .isEqualTo(12);
        assertThat(answer.path("total").path("cohort").isNull()).isTrue();

        plan(31);
        answer = world.get(JANUARY).json();
        assertThat(answer.path("rows").get(1).path("assist").path("assisted").isNull())
                .isTrue();
        assertThat(answer.path("total").path("macros").isNull()).isTrue();

        plan(62);
        assertThat(warnings(JANUARY)).doesNotContain("retention_too_short");
    }

    @Test
    void csvHasTheFiguresOfTheRowsAsColumns() {
        plan(120);
        day("2025-01-10", example());

        String csv = world.get(JANUARY + "&format=csv").body();

        assertThat(csv.lines().toList())
                .containsExactly(
                        "date,micro,kind,mature,assist_macros,assist_assisted,assist_rate,assist_interval_low,"
                                + "assist_interval_high,assist_last,assist_fractional,assist_lag_seconds_p50,"
                                + "assist_value_EUR,association_n11,association_n10,association_n01,association_n00,"
                                + "association_exposed_rate,association_other_rate,sufficiency_entries,"
                                + "sufficiency_converted,sufficiency_rate,complete,revision,as_of,plan_version",
                        "2025-01-10,cart,milestone,true,40,12,0.3,0.1807,0.4543,7,4.8333,1023,612.00,0,0,24,1190,,"
                                + "0.0198,12,12,,true,1,2025-02-26T00:30:00Z,2",
                        "2025-01-10,signup,secondary,true,40,12,0.3,0.1807,0.4543,5,4.8333,169978,612.00,4,90,20,1100,"
                                + "0.0426,0.0179,94,5,0.0532,true,1,2025-02-26T00:30:00Z,2");
    }

    @ParameterizedTest
    @CsvSource({
        "from=2025-02-01, macro, macro is missing",
        "macro=signup, macro, macro must be one of purchase",
        "macro=lead, macro, macro must be one of purchase",
        "macro=purchase&window=60d, window, 'window must be one of 14d, 30d, 7d'",
        "macro=purchase&from=2025-02-30, from, is not a calendar date",
        "macro=purchase&compare=previous_period, compare, Unknown parameter"
    })
    void aFaultyParameterIsNamedWithWhatIsAllowed(String query, String parameter, String message) {
        plan(120);

        Reply reply = world.get("/v1/sites/shop/micros?" + query);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error("parameter")).isEqualTo(parameter);
        assertThat(reply.error("message")).contains(message);
    }

    /** The words that would say more than an association. */
    @Test
    void N0_noMessageAndNoPageSaysThatOneBringsTheOtherAbout() throws IOException {
        plan(31);
        day("2025-02-20", example());
        String words = "(?is).*\\b(because|effects?|drives?|lifts?)\\b.*";
        String warnings = world.get(MICROS).body()
                + world.get(MICROS + "&from=2025-02-20").body()
                + Warning.noMatureDays(LocalDate.parse("2025-02-20"), 30)
                + Warning.FEW_VALUES
                + Warning.retentionTooShort(61, 32, 62);

        assertThat(warnings).contains("retention_too_short", "few_values").doesNotMatch(words);
        assertThat(Files.readString(Path.of("../docs/insights/micros.md")))
                .contains("What it does not show")
                .doesNotMatch(words);
        String api = Files.readString(Path.of("src/main/resources/public/openapi.yaml"));
        assertThat(api.substring(api.indexOf("/micros:"), api.indexOf("/recent:")))
                .doesNotMatch(words);
        assertThat(api.substring(api.indexOf("    MaybeCount:"), api.indexOf("    OverviewFigures:")))
                .doesNotMatch(words);
    }

    @Test
    void withoutAnyRowTheTotalsNameTheSitesMicroGoals() {
        plan(120);

        JsonNode answer = world.get(MICROS).json();

        assertThat(answer.path("rows")).isEmpty();
        assertThat(answer.path("totals").findValuesAsText("micro")).containsExactly("cart", "signup");
        assertThat(answer.path("total").path("days_mature").asInt()
                        + answer.path("total").path("days_pending").asInt())
                .isEqualTo(90);
    }
}
