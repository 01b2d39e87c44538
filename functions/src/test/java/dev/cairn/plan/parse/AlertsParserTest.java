package dev.cairn.plan.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.statistic.DayDefinitions.Watch;
import dev.cairn.plan.model.Alerts;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertsParserTest {
    private static List<String> faults(String alerts) {
        return PlanParser.read("""
                sites: {shop: {time_zone: UTC, currency: EUR}}
                goals: {a: {tier: macro, match: {event: a}}, b: {tier: macro, match: {event: b}}}
                alerts: %s
                """.formatted(alerts)).faults().stream()
                .map(fault -> fault.path() + ": " + fault.message())
                .toList();
    }

    @Test
    void N6_aSitesKeysReplaceThoseOfThePlan() {
        PlanParser.Reading reading = PlanParser.read("""
                sites:
                  shop:
                    time_zone: UTC
                    currency: EUR
                    alerts: {off: [silence], watch: {two: {of: b, do: a}}}
                goals: {a: {tier: macro, match: {event: a}}, b: {tier: macro, match: {event: b}}}
                alerts:
                  webhook: https://hooks.example.com/x
                  quiet_days: [2026-12-25]
                  off: [a]
                  watch: {one: {of: a, do: b}}
                """);

        assertThat(reading.faults()).isEmpty();
        Alerts alerts = reading.sites().get("shop").definitions().alerts();
        assertThat(alerts.webhook()).isEqualTo("https://hooks.example.com/x");
        assertThat(alerts.quietDays()).containsExactly(LocalDate.parse("2026-12-25"));
        assertThat(alerts.off()).containsExactly("silence");
        assertThat(alerts.watch()).containsEntry("one", new Watch("a", "b")).containsEntry("two", new Watch("b", "a"));
    }

    @Test
    void N6_faultsSayWhatIsWrongAndWhatIsAllowed() {
        assertThat(faults("{webhook: 'http://hooks.example.com'}").getFirst())
                .startsWith("alerts.webhook:")
                .contains("https address");
        assertThat(faults("{webhook: 'https://user:word@hooks.example.com'}").getFirst())
                .contains("user");
        assertThat(faults("{quiet_days: [Christmas]}").getFirst()).contains("2026-12-25");
        assertThat(faults("{off: ['step:checkout']}").getFirst()).contains("step:FUNNEL:NUMBER");
        assertThat(faults("{watch: {w: {of: a, do: a}}}").getFirst()).startsWith("alerts.watch.w.do:");
        assertThat(faults("{watch: {w: {of: a, do: c}}}").getFirst()).startsWith("alerts.watch.w.do: no goal \"c\"");
        assertThat(faults("{mail: x}").getFirst()).contains("unknown key").contains("webhook");
    }

    @Test
    void N6_whatIsOffExists() {
        String plan = """
                sites:
                  one: {time_zone: UTC, currency: EUR, goals: {own: {tier: macro, match: {event: o}}}%s}
                  two: {time_zone: UTC, currency: EUR}
                goals:
                  newsletter: {tier: macro, match: {event: a}}
                  b: {tier: macro, match: {event: b}}
                funnels: {f: {steps: [newsletter, b]}}
                alerts: {off: [%s], watch: {w: {of: newsletter, do: b}}}
                """;

        assertThat(PlanParser.read(plan.formatted("", "newsletter, 'goal:b', 'step:f:1', 'watch:w', own, silence"))
                        .faults())
                .isEmpty();
        assertThat(PlanParser.read(plan.formatted("", "newslettr, 'step:f:2', 'watch:v'"))
                        .faults())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "alerts.off[0]: there is no goal or series \"newslettr\" (did you mean \"newsletter\"?)",
                        "alerts.off[1]: there is no goal or series \"step:f:2\" (did you mean \"step:f:1\"?)",
                        "alerts.off[2]: there is no goal or series \"watch:v\" (did you mean \"watch:w\"?)");
        assertThat(PlanParser.read(plan.formatted(", alerts: {off: ['goal:owm']}", "b"))
                        .faults())
                .extracting(Object::toString)
                .containsExactly("sites.one.alerts.off[0]: there is no goal or series \"goal:owm\" (did you mean"
                        + " \"goal:own\"?)");
        assertThat(PlanParser.readStored(plan.formatted("", "newslettr")).faults())
                .as("a plan that was accepted before")
                .isEmpty();
    }

    @Test
    void N9_aMicroThatIsPrimaryIsAWarning() {
        String plan = """
                sites: {s: {time_zone: UTC, currency: EUR}}
                goals:
                  m: {tier: micro, kind: secondary, match: {event: a}, ads: %s}
                  b: {tier: macro, match: {event: b}, ads: primary}
                """;

        assertThat(PlanCheck.check(plan.formatted("primary"))).isEmpty();
        assertThat(PlanCheck.warnings(plan.formatted("primary")))
                .singleElement()
                .satisfies(warning -> assertThat(warning.toString())
                        .startsWith("goals.m.ads: a micro is primary on site s: Google Ads would bid on it"));
        assertThat(PlanCheck.warnings(plan.formatted("secondary"))).isEmpty();
    }
}
