package dev.cairn.plan.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.plan.document.PlanError;
import dev.cairn.plan.model.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** H5.3: what goals, funnels, targets and audiences are called. */
class LabelParserTest {
    private static final String PLAN = """
            extends: default
            sites:
              shop:
                {time_zone: UTC, currency: EUR, goals: {wishlist: {tier: micro, kind: milestone, match: {event: w}}}}
              other: {time_zone: UTC, currency: EUR}
            goals:
              a_goal: {tier: macro, match: {event: a}, label: Sale}
              b: {tier: macro, match: {event: b}, label: {de: Anfrage, en: Enquiry}}
              c-d_e: {tier: macro, match: {event: c}}
            funnels: {f: {steps: [a_goal, b], label: {fr: Achat}}}
            targets: {t: {metric: visits, value: 5, from: 2026-01-01, to: 2026-02-01, label: "Spring: visits"}}
            audiences: {left: {did: a_goal, label: Undecided}}
            """;

    private static Labels labels(String site) {
        PlanParser.Reading reading = PlanParser.read(PLAN);
        assertThat(reading.faults()).isEmpty();
        return reading.sites().get(site).definitions().labels();
    }

    @Test
    void H5_aLabelIsATextOrTextsByLanguage() {
        assertThat(labels("shop").goal("a_goal", "en")).isEqualTo("Sale");
        assertThat(labels("shop").goal("b", "en")).isEqualTo("Enquiry");
        assertThat(labels("shop").funnel("f", "en")).isEqualTo("Achat");
        assertThat(labels("shop").target("t", "en")).isEqualTo("Spring: visits");
        assertThat(labels("shop").audience("left", "en")).isEqualTo("Undecided");
        assertThat(labels("shop").goals().get("b").written().toString()).isEqualTo("{de=Anfrage, en=Enquiry}");
    }

    @Test
    void H5_withoutALabelTheIdIsSpoken() {
        assertThat(labels("shop").goal("c-d_e", "en")).isEqualTo("C d e");
        assertThat(labels("shop").goal("checkout_started", "en")).isEqualTo("Checkout started");
        assertThat(labels("shop").funnel("unknown", "en")).isEqualTo("Unknown");
    }

    @Test
    void H5_whatASiteReplacesHasItsOwnLabelOrNone() {
        assertThat(labels("other").goal("wishlist", "en")).isEqualTo("Added to wishlist");
        assertThat(labels("shop").goal("wishlist", "en")).isEqualTo("Wishlist");
        assertThat(labels("shop").goal("newsletter_signup", "en")).isEqualTo("Newsletter signup");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "' '|goals.g.label: must be a string",
                "5|goals.g.label: ",
                "[a]|goals.g.label: ",
                "{}|goals.g.label: has 0 languages",
                "{German: Kauf}|goals.g.label.German: is not a language",
                "{de: ' '}|goals.g.label.de: must be a string",
            })
    void H5_aFaultyLabelSaysItsPlace(String label, String fault) {
        List<PlanError> faults = PlanParser.read("goals: {g: {tier: macro, match: {event: a}, label: "
                        + (label.isBlank() ? "' '" : label) + "}}")
                .faults();

        assertThat(faults)
                .singleElement()
                .satisfies(each -> assertThat(each.toString()).startsWith(fault));
    }
}
