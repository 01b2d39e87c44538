package dev.cairn.browser.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.browser.harness.BrowserFixture;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** The first page answers what somebody asks in the morning (H2), in sentences with a number and a link. */
class TodayTest {
    private static @Nullable String site;

    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture(History.TARGETS, History.AUDIENCES);

    @BeforeEach
    void theHistoryIsLoadedOnce() {
        if (site == null) {
            site = History.loadedInto(stage);
        }
    }

    private Dashboard today(String... scopes) throws IOException {
        List<String> all = scopes.length == 0 ? List.of("stats:read") : List.of(scopes);
        return Dashboard.signedIn(stage, Dashboard.key(stage.cairn(), String.valueOf(site), all))
                .open("");
    }

    private JsonNode block(String key) {
        for (JsonNode block : stage.cairn().get("/v1/sites/" + site + "/today").path("blocks")) {
            if (block.path("key").asText().equals(key)) {
                return block;
            }
        }
        throw new AssertionError("no block " + key);
    }

    /** The card of a block, after it has what the server says. */
    private String card(Dashboard dashboard, String key) {
        String text = String.valueOf(dashboard
                .browser()
                .script("return document.querySelector('.card[data-key=\"' + arguments[0] + '\"]').innerText", key));
        block(key).path("sentences").forEach(sentence -> assertThat(text).contains(sentence.asText()));
        return text;
    }

    private static Object look(Dashboard dashboard, String expression) {
        return String.valueOf(dashboard.browser().script("return " + expression));
    }

    @Test
    void H2_itIsTheFirstPageAndNeedsOneCallForItsFigures() throws Exception {
        Dashboard dashboard = today();

        assertThat(look(dashboard, "document.querySelector('h1').textContent")).isEqualTo("Today");
        assertThat(dashboard.asked().stream()
                        .filter(address -> address.toString().contains("/v1/sites/" + site)))
                .singleElement()
                .asString()
                .endsWith("/today?language=en");
        assertThat(look(dashboard, "document.querySelectorAll('.today-row .card').length"))
                .isEqualTo("6");
        assertThat(dashboard.breaches()).isEmpty();
    }

    @Test
    void H2_aTargetHasItsCourseForecastProbabilityAndWhatIsNeededADay() throws Exception {
        Dashboard dashboard = today();

        JsonNode target = block("targets").path("figures").path("targets").path(0);
        assertThat(card(dashboard, "targets"))
                .contains("of 230 conversions of “Purchase”", "80% interval", "a day needed")
                .contains("Forecast", "Probability", "A day so far", "Needed a day", "Planned by now");
        assertThat(look(
                        dashboard,
                        "[...document.querySelectorAll('[data-key=targets] dd')].map(e => e.innerText).join()"))
                .asString()
                .startsWith(target.path("actual").asText() + ",");
        assertThat(look(
                        dashboard,
                        "document.querySelector('[data-key=targets] .course-plot .actual').getAttribute('points')"
                                + ".split(' ').length"))
                .isEqualTo("61");
        assertThat(look(
                        dashboard,
                        "!!document.querySelector('.course-plot .cone') + ' ' + document.querySelector('"
                                + ".course-plot').getAttribute('aria-label').includes('of 230')"))
                .isEqualTo("true true");
        assertThat(look(dashboard, "document.querySelector('[data-key=targets] .go').getAttribute('href')"))
                .isEqualTo("#/targets/orders");
    }

    @Test
    void H2_whatBrokeSaysSinceWhenHowManyAreMissingAndWhichErrorsThereWere() throws Exception {
        Dashboard dashboard = today();

        JsonNode alarm = block("anomalies").path("figures").path("alarms").path(0);
        assertThat(block("anomalies").path("sentences").path(0).asText()).contains("unusual since");
        assertThat(alarm.path("ended").isNull()).isTrue();
        assertThat(card(dashboard, "anomalies"))
                .contains("“Product interest”: unusual since", "missing")
                .contains(alarm.path("first_bad").asText().substring(11, 16))
                .containsPattern(
                        "Form errors in the last 7 days: [34], in the 7 days before: [34]\\. Most in contact: [34]\\.")
                .containsPattern("Video errors in the last 7 days: [12], in the 7 days before: [12]\\. Most in tour");
        dashboard.browser().script("document.querySelector('[data-key=anomalies] details').open = true");
        assertThat(card(dashboard, "anomalies")).contains("Field email", "Form contact");
        assertThat(look(
                        dashboard,
                        "document.querySelector('[data-key=anomalies] .parts-bar').getAttribute('aria-label')"))
                .asString()
                .contains("missing");
    }

    @Test
    void H2_theCostliestStepIsInPeopleAndMoney() throws Exception {
        Dashboard dashboard = today();

        JsonNode loss = block("largest_loss").path("figures").path("funnels").path(0);
        assertThat(card(dashboard, "largest_loss"))
                .contains("most are lost between “Product interest” and “Add to cart”: 71% (280 of 392 in 28 days")
                .contains("95% interval", "€", "went on", "lost");
        assertThat(look(dashboard, "[...document.querySelectorAll('[data-key=largest_loss] .legend')][0].innerText"))
                .asString()
                .contains((loss.path("reached").asInt() - loss.path("lost").asInt()) + " went on");
        assertThat(look(dashboard, "document.querySelector('[data-key=largest_loss] .go').getAttribute('href')"))
                .isEqualTo("#/funnels/checkout");
    }

    @Test
    void H2_smallStepsAreDrawnAsDotsWithIntervalsAndReadByKeys() throws Exception {
        Dashboard dashboard = today();

        JsonNode micro = block("micros").path("figures").path("micros").path(0);
        assertThat(micro.path("micro").asText()).isEqualTo("add_to_cart");
        assertThat(card(dashboard, "micros"))
                .contains("Visitors with “Add to cart” on their first day went on to “Purchase” more often")
                .contains("Adjusted", "Plain", "Visitors")
                .doesNotContainPattern("(?i)\\b(because|effects?|drives?|lifts?)\\b");
        assertThat(
                        look(
                                dashboard,
                                "document.querySelectorAll('[data-key=micros] tbody tr:first-child .dot').length + ' '"
                                        + " + document.querySelectorAll('[data-key=micros] tbody tr:first-child .interval').length"))
                .isEqualTo("2 2");

        dashboard.focus("[data-key=micros] .scroll").press(Keys.ARROW_DOWN);
        assertThat(look(dashboard, "document.querySelector('[data-key=micros] .reading').textContent"))
                .asString()
                .startsWith("Add to cart: adjusted "
                        + String.format(
                                        "%.2f",
                                        micro.path("adjusted_odds_ratio").asDouble())
                                .replaceAll("\\.?0+$", ""))
                .endsWith("1 means as often as others.");
    }

    @Test
    void H2_audiencesSayWhoStoppedAndTheListIsForThoseWhoMayHaveIt() throws Exception {
        Dashboard reader = today();
        assertThat(card(reader, "audiences"))
                .contains("Left cart: ", "members now", "came to “Purchase” within 14 days")
                .contains("Members now", "Entered yesterday", "Left yesterday", "Back within 14 days")
                .contains("needs a key with audience:read");

        Dashboard advertiser = today("stats:read", "audience:read");
        assertThat(card(advertiser, "audiences")).contains("The members who consent to ads:", "CSV");
    }

    @Test
    void yesterdayStandsBesideTheSameWeekday() throws Exception {
        Dashboard dashboard = today();

        assertThat(card(dashboard, "yesterday"))
                .contains("visitors (usually ", "conversion rate", "€")
                .contains("Usual range", "a week before");
        assertThat(look(dashboard, "document.querySelectorAll('[data-key=yesterday] .dot-plot .interval').length"))
                .isEqualTo("3");
    }

    @Test
    void whatToDoTodayIsTheMostPressingFirst() throws Exception {
        Dashboard dashboard = today();

        assertThat(look(dashboard, "[...document.querySelectorAll('.task-list li')].map(e => e.innerText).join('|')"))
                .asString()
                .matches("(?s)Repair “.+”.* instead of \\d+\\..*\\|.*\\d+.*\\|.*\\d+.*");
    }

    @Test
    void aBlockWithNothingToSayIsOneGreyLine() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.signedIn(stage).open("");

        assertThat(look(dashboard, "document.querySelector('[data-key=micros] .figures-of').childElementCount"))
                .isEqualTo("1");
        assertThat(look(dashboard, "document.querySelector('[data-key=micros] .quiet-line').textContent"))
                .asString()
                .startsWith("Too few new visitors");
    }
}
