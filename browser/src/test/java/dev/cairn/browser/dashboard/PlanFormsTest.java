package dev.cairn.browser.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import dev.cairn.browser.harness.Waiting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** Everything of the plan is edited in forms, which say in words what is missing and lose nothing (H8.4). */
class PlanFormsTest {
    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture("key_pages: [\"/lamps\"]   # kept by the editor");

    @Test
    void H8_4_aFaultAppearsInWordsWhenAFieldIsLeftAndTheFirstIsFocusedOnSave() throws Exception {
        Person person = editor().clicks("Add a goal").sees("A new goal");
        assertThat(person.wrongWith("Name")).isEmpty();
        person.tabsTo("Event name");
        assertThat(person.wrongWith("Name")).isEqualTo("What is it called? Enter a name.");
        assertThat(person.wrongWith("Event name")).isEmpty();

        person.clicks("Save");
        assertThat(person.focus()).isEqualTo("Name");
        assertThat(person.wrongWith("Event name")).isEqualTo("Which event? Choose one or type its name.");
        person.presses("lamp seen");
        assertThat(person.wrongWith("Name")).isEmpty();
        person.clicks("Save");
        assertThat(person.focus()).isEqualTo("Event name");
        person.presses("lamp_seen").clicks("Save").sees("Saved as version");
        assertThat(source()).contains("lamp_seen: {").contains("# kept by the editor");
    }

    @Test
    void H8_4_whatWasNotSavedIsNotLostWithoutAQuestionWhicheverWayOneLeaves() throws Exception {
        Chromium browser = stage.browser();
        Person person = editor().clicks("Channels");
        browser.await("location.hash.startsWith('#/channels') && !document.querySelector('[data-edit]')");
        person.clicks("Plan").sees("Looks for");
        person.clicks("Add a goal").sees("A new goal").types("Name", "precious");

        person.clicks("Overview")
                .sees("Leave without saving?")
                .presses(Keys.ENTER)
                .sees("A new goal");
        assertThat(browser.address()).contains("#/plan");
        assertThat(name(browser)).isEqualTo("precious");
        person.clicks("Cancel").sees("Leave without saving?").presses(Keys.ESCAPE);
        assertThat(name(browser)).isEqualTo("precious");
        // The address that was refused left its entry behind: the first step back is to the same page.
        browser.back();
        browser.back();
        person.sees("Leave without saving?").clicks("Keep editing");
        assertThat(name(browser)).isEqualTo("precious");
        person.clicks("Sign out").sees("Leave without saving?").clicks("Keep editing");
        assertThat(name(browser)).isEqualTo("precious");
        assertThat(browser.script("""
                const closing = new Event('beforeunload', {cancelable: true});
                dispatchEvent(closing);
                return closing.defaultPrevented;
                """)).isEqualTo(true);

        person.clicks("Health").sees("Leave without saving?").clicks("Discard the changes");
        browser.await("location.hash.startsWith('#/health') && !document.querySelector('form.editor')");
        person.clicks("Plan")
                .sees("Add a goal")
                .clicks("Add a goal")
                .sees("A new goal")
                .clicks("Health");
        browser.await("location.hash.startsWith('#/health') && !document.querySelector('form.editor')");
        assertThat(person.text()).doesNotContain("Leave without saving?");
    }

    @Test
    void H8_4_onlyGoalsInUseAreListedAndTheOthersAreFolded() throws Exception {
        Person person = editor().sees("goals that come with Cairn and were not met in the last 30 days");
        Chromium browser = stage.browser();
        assertThat(browser.find("[data-edit=purchase]").isDisplayed()).isTrue();
        assertThat(browser.find("[data-edit=free_trial_started]").isDisplayed()).isFalse();
        assertThat(browser.find("[data-edit=wishlist]").isDisplayed()).isFalse();
        browser.click("[data-folded=goals] summary");
        assertThat(browser.find("[data-edit=free_trial_started]").isDisplayed()).isTrue();
        assertThat(browser.find("[data-edit=wishlist]").isDisplayed()).isTrue();
    }

    @Test
    void H8_4_aClickOnASeenEventOrPageMakesAGoal() throws Exception {
        Person person = editor();
        Chromium browser = stage.browser();
        assertThat(browser.text(".editor-seen")).contains("product_interest", "Goal: Product interest");
        browser.click("[data-seen='/lamps']");
        person.sees("A new goal").sees("This would have counted 70 conversions of 70 visitors");
        assertThat(name(browser)).isEqualTo("lamps_seen");
        person.clicks("Save").sees("Saved as version");
        assertThat(definition("goals", "lamps_seen").path("match").toString())
                .isEqualTo("{\"event\":\"page_view\",\"url\":\"/lamps\"}");

        browser.script("location.hash = '#/plan/goal?event=add_to_cart'");
        person.sees("A new goal").sees("This would have counted 28 conversions of 28 visitors");
        person.clicks("Cancel").sees("Add a funnel");
        assertThat(browser.address()).doesNotContain("event=");
    }

    @Test
    void H8_4_theFunnelBuilderCountsAtEveryStepWhileOneAdds() throws Exception {
        Person person = editor().clicks("Add a funnel").sees("A new funnel");
        List<String> seen = new ArrayList<>();
        for (String goal : List.of("Product interest", "Add to cart", "Purchase")) {
            person.chooses("Goal to add", goal).clicks("Add as the last step");
            seen.add(counts());
            assertThat(person.focus()).isEqualTo("Goal to add");
        }
        assertThat(seen)
                .containsExactly("70 visitors", "70 visitors|28 visitors", "70 visitors|28 visitors|7 visitors");
        person.clicks("Save");
        assertThat(person.wrongWith("Name")).isEqualTo("What is it called? Enter a name.");

        person.types("Name", "fast").tabsTo("At most this long").presses("5 days", Keys.TAB);
        assertThat(stage.browser().text(".editor-steps .wrong")).isEqualTo("How long? Such as 90s, 15m, 36h or 30d.");
        person.presses(Keys.chord(Keys.SHIFT, Keys.TAB));
        person.presses(Keys.chord(Keys.CONTROL, "a")).presses("5d").clicks("Events that break it");
        person.types("Events that break it", "[{\"event\": \"order_cancelled\", \"from\": 1, \"to\": 2}]");
        person.clicks("Save").sees("Saved as version");
        assertThat(definition("funnels", "fast").toString())
                .isEqualTo("{\"steps\":[\"product_interest\",\"add_to_cart\",\"purchase\"],\"window\":\"30d\","
                        + "\"within\":{\"add_to_cart\":\"5d\"},"
                        + "\"exclude\":[{\"event\":\"order_cancelled\",\"from\":1,\"to\":2}]}");
    }

    @Test
    void H8_4_targetsAndAudiencesHaveForms() throws Exception {
        Person person = editor().clicks("Add a target").sees("A new target");
        person.types("Name", "more orders").clicks("Save");
        assertThat(person.focus()).isEqualTo("Goal");
        assertThat(person.wrongWith("Goal")).isEqualTo("Of which goal? Choose one.");
        person.chooses("Goal", "Purchase");
        day("First day", "2026-12-01");
        day("Last day", "2026-12-31");
        person.chooses("What is to be reached", "A change from the year before").types("Change", "+18%");
        person.clicks("Save").sees("Saved as version").clicks("Leave past days unchanged");
        assertThat(definition("targets", "more_orders").toString())
                .isEqualTo("{\"metric\":\"conversions\",\"goal\":\"purchase\",\"from\":\"2026-12-01\","
                        + "\"to\":\"2026-12-31\",\"change\":\"+18%\",\"compare\":\"year_before\"}");

        person.clicks("Add an audience").sees("A new audience").types("Name", "left the cart");
        person.chooses("They did", "Add to cart")
                .chooses("and since then not", "Purchase")
                .types("Wait before", "a day");
        person.clicks("Save");
        assertThat(person.wrongWith("Wait before")).isEqualTo("How long? Such as 90s, 15m, 36h or 30d.");
        person.types("Wait before", "24h").clicks("Save").sees("Saved as version");
        assertThat(definition("audiences", "left_the_cart").toString())
                .isEqualTo("{\"did\":\"add_to_cart\",\"not\":\"purchase\",\"after\":\"24h\"}");
    }

    @Test
    void H8_4_everySettingOfTheSiteIsEditedAndTheServersFaultIsBesideItsField() throws Exception {
        stage.expectingErrors("400");
        Person person = editor().clicks("Change the settings").sees("What is collected");
        String origin = stage.pages().origin();
        person.types("Origins", origin + "\nshop.example");
        person.tabsTo("Own hosts");
        Waiting.until("the fault beside its field", () -> person.wrongWith("Origins"), said -> !said.isEmpty());
        person.types("Origins", origin + "\nhttps://shop.example").types("Left out of the statistics", "[{");
        person.types("Properties in reports", "form\nplan").types("Days that visitors’ data are kept", "90");
        person.clicks("Save");
        assertThat(person.focus()).isEqualTo("Left out of the statistics");
        assertThat(person.wrongWith("Left out of the statistics")).startsWith("This is not valid JSON.");
        person.types(
                "Left out of the statistics",
                "[{\"id\": \"fakes\", \"from\": \"2026-11-20T10:00:00Z\", \"to\": \"2026-11-20T18:00:00Z\", \"name\": \"x*\"}]");
        person.clicks("Save").sees("Saved as version");
        JsonNode settings =
                stage.cairn().get("/v1/sites/" + stage.site().id() + "/plan").path("settings");
        assertThat(settings.path("origins").toString()).isEqualTo("[\"" + origin + "\",\"https://shop.example\"]");
        assertThat(settings.path("exclude").path(0).path("id").asText()).isEqualTo("fakes");
        assertThat(settings.path("report_props").toString()).isEqualTo("[\"form\",\"plan\"]");
        assertThat(settings.path("retention_days").asInt()).isEqualTo(90);
        assertThat(source()).contains("# kept by the editor");
    }

    @Test
    void H5_1_everyControlOfTheFormsIsReachedByTheTabKey() throws Exception {
        Person person = editor();
        for (String form : List.of("Add a goal", "Add a funnel", "Add a target", "Add an audience")) {
            person.clicks(form);
            stage.browser().await("document.querySelector('form.editor')");
            stage.browser().script("document.querySelector('form.editor h2').focus()");
            person.tabsTo("Save").tabsTo("Cancel").presses(Keys.ENTER).sees("Add a funnel");
            assertThat(stage.browser().script("return [...document.querySelectorAll('form.editor')].length"))
                    .isEqualTo(0L);
            assertThat(person.focus()).isNotEmpty();
        }
    }

    @Test
    void axeFindsNothingSeriousInTheLightInTheDarkAndOnAPhone() throws Exception {
        Person person = editor();
        Dashboard dashboard = Dashboard.signedIn(stage, stage.cairn().adminKey());
        List<String> barriers = new ArrayList<>();
        for (String look : List.of("light", "dark", "phone")) {
            dashboard.prefers(look.equals("dark") ? "dark" : "light").wide(look.equals("phone") ? 320 : 1280);
            for (String page : List.of("#/plan", "#/plan/site", "#/plan/goal?event=add_to_cart", "#/setup")) {
                dashboard.open(page + (page.contains("?") ? "&" : "?") + "site="
                        + stage.site().id());
                check(dashboard, look + " " + page, barriers);
            }
            for (String form : List.of("Add a funnel", "Add a target", "Add an audience")) {
                dashboard.open("#/plan?site=" + stage.site().id());
                person.clicks(form);
                stage.browser().await("document.querySelector('form.editor')");
                person.clicks("Save");
                check(dashboard, look + " " + form, barriers);
            }
        }
        assertThat(barriers).isEmpty();
        assertThat(dashboard.breaches()).isEmpty();
    }

    private void check(Dashboard dashboard, String where, List<String> barriers) throws IOException {
        dashboard.settled().barriers().forEach(each -> barriers.add(where + ": " + each));
        if (Boolean.TRUE.equals(stage.browser()
                .script("return document.documentElement.scrollWidth > document.documentElement.clientWidth"))) {
            barriers.add(where + ": wider than the window");
        }
    }

    private Person editor() throws IOException {
        stage.expectingErrors("favicon.ico");
        Trade.ofTwoWeeks(stage.cairn(), stage.site().id());
        String key = Dashboard.editorsKey(stage.cairn(), stage.site().id());
        Dashboard.signedIn(stage, key).open("#/overview").open("#/plan");
        return new Person(stage.browser()).sees("Looks for");
    }

    private void day(String label, String date) throws IOException {
        stage.browser().script("""
                const label = [...document.querySelectorAll('label')].find(each => each.textContent.trim() === arguments[0]);
                label.control.value = arguments[1];
                label.control.dispatchEvent(new Event('input', {bubbles: true}));
                """, label, date);
    }

    private String counts() throws IOException {
        Chromium browser = stage.browser();
        browser.await("[...document.querySelectorAll('.editor-step-count')].every(each => each.textContent)");
        return String.valueOf(browser.script(
                "return [...document.querySelectorAll('.editor-step-count')].map(each => each.textContent).join('|')"));
    }

    private static Object name(Chromium browser) {
        return String.valueOf(browser.script("return document.querySelector('form.editor input').value"));
    }

    private JsonNode definition(String section, String id) {
        for (JsonNode each :
                stage.cairn().get("/v1/sites/" + stage.site().id() + "/plan").path(section)) {
            if (each.path("id").asText().equals(id)) {
                return each.path("definition");
            }
        }
        throw new AssertionError("there is no " + id);
    }

    private String source() {
        return stage.cairn().get("/v1/plan").path("source").asText();
    }
}
