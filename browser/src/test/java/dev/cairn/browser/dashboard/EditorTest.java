package dev.cairn.browser.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import dev.cairn.browser.harness.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/**
 * Goals and funnels are edited without YAML, from names that were seen, with a preview of what they would have counted.
 */
class EditorTest {
    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture("key_pages: [\"/lamps\"]   # kept by the editor");

    @Test
    void aGoalIsPickedFromWhatWasSeenPreviewedSavedAndAppliedToThePast() throws Exception {
        Dashboard dashboard = editor();
        Chromium browser = dashboard.browser();
        add(browser, "Add a goal");
        browser.type("input[required]", "Lamp page read");
        choose(browser, ".editor select", "page");
        click(browser, ".editor-chip", "/lamps");
        dashboard.says("This would have counted 70 conversions of 70 visitors");
        dashboard.says("10");

        click(browser, "button", "Save");
        dashboard.says("Saved as version");
        assertThat(plan()).contains("lamp_page_read", "# kept by the editor");

        click(browser, "button", "Apply to these days");
        Waiting.until(
                "the past is counted again",
                Duration.ofSeconds(120),
                dashboard::text,
                text -> text.contains("every event of these days"));
        assertThat(stage.site().awaitGoal("lamp_page_read", 140)).containsEntry("lamp_page_read", 140);
        assertThat(dashboard.breaches()).isEmpty();
    }

    @Test
    void aFunnelIsPutInOrderByKeyboardAndSaysWhatItWouldHaveShown() throws Exception {
        Dashboard dashboard = editor();
        Chromium browser = dashboard.browser();
        add(browser, "Add a funnel");
        browser.type("input[required]", "short way");
        for (String goal : List.of("purchase", "product_interest")) {
            choose(browser, ".editor-row select", goal);
            click(browser, "button", "Add as the last step");
        }
        browser.script("document.querySelectorAll('.editor-steps li')[1].querySelector('button').focus()");
        browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
        assertThat(browser.text(".editor-steps")).containsSubsequence("Product interest", "Purchase");
        dashboard.says("70 entered, 7 reached the end");

        click(browser, "button", "Save");
        dashboard.says("Saved as version");
        stage.cairn().aggregate();
        assertThat(stage.site().funnel("short_way").path("reached").toString()).isEqualTo("[140,14]");
    }

    @Test
    void aFaultStandsBesideItsField() throws Exception {
        Dashboard dashboard = editor();
        Chromium browser = dashboard.browser();
        add(browser, "Add a goal");
        browser.type("input[required]", "dear");
        choose(browser, ".editor select", "page");
        browser.script("document.querySelector('.editor-look input').focus()");
        browser.find(".editor-look input").clear();
        browser.type(".editor-look input", "https://shop.example/lamps");
        browser.script("document.querySelector('.editor .actions button').focus()");
        dashboard.says("leave the scheme out");
        assertThat(browser.script("""
                const field = [...document.querySelectorAll('.editor-field')].find(each => each.querySelector(':scope > .wrong')
                    ?.textContent.includes('leave the scheme out'));
                return field.querySelector('.editor-label').textContent + '|' + field.querySelector('input').getAttribute('aria-invalid');
                """)).isEqualTo("What it looks for|true");
        stage.expectingErrors("400");
        click(browser, "button", "Save");
        dashboard.says("leave the scheme out");
        assertThat(plan()).doesNotContain("dear");
    }

    @Test
    void somebodyElsesVersionIsNotOverwrittenAndNothingTypedIsLost() throws Exception {
        stage.expectingErrors("412");
        Dashboard dashboard = editor();
        Chromium browser = dashboard.browser();
        add(browser, "Add a goal");
        browser.type("input[required]", "mine");
        browser.type(".editor-look input", "page_view");
        dashboard.says("This would have counted 70");
        stage.cairn().putPlan(plan() + "\n# theirs\n");

        click(browser, "button", "Save");
        dashboard.says("Someone else saved a new version while you were editing");
        click(browser, "button", "Save");
        dashboard.says("Saved as version");
        assertThat(plan()).contains("# theirs", "mine: ");
    }

    @Test
    void whatIsNotEditedStaysAndWhatIsTheSitesOwnCanBeTakenOut() throws Exception {
        Dashboard dashboard = editor();
        Chromium browser = dashboard.browser();
        browser.script("document.querySelector('[data-edit=checkout]').click()");
        dashboard.says("Change Checkout");
        String before = plan();
        browser.find("input[type=number]").clear();
        browser.type("input[type=number]", "9");
        dashboard.says("Currently: 70 entered, 7 reached the end");
        click(browser, "button", "Save");
        dashboard.says("Saved as version");
        assertThat(plan())
                .contains(
                        "checkout: {steps: [product_interest, add_to_cart, checkout_started, purchase], window: 9d, label: ");

        browser.script("document.querySelector('[data-edit=checkout]').click()");
        dashboard.says("Change Checkout");
        click(browser, "button", "Go back to the one for all sites");
        click(browser, "button", "Yes, go back to the one for all sites");
        dashboard.says("Saved as version");
        assertThat(plan()).startsWith(before.stripTrailing()).doesNotContain("9d");
    }

    @Test
    void axeFindsNothingSeriousInTheFormsAndAReadKeyIsToldWhatItLacks() throws Exception {
        Dashboard dashboard = editor();
        add(dashboard.browser(), "Add a goal");
        dashboard.says("Fill in the fields");
        List<Object> barriers = new ArrayList<>(dashboard.settled().barriers());
        for (String look : List.of("page", "reading", "rule")) {
            choose(dashboard.browser(), ".editor select", look);
            barriers.addAll(dashboard.settled().barriers());
        }
        click(dashboard.browser(), "button", "Cancel");
        dashboard.says("Leave without saving?");
        click(dashboard.browser(), "dialog button", "Discard the changes");
        dashboard.says("Add a funnel");
        dashboard.wide(320).prefers("dark");
        add(dashboard.browser(), "Add a funnel");
        barriers.addAll(dashboard.settled().barriers());
        assertThat(barriers).isEmpty();
        assertThat(dashboard
                        .browser()
                        .script("return document.documentElement.scrollWidth > document.documentElement.clientWidth"))
                .isEqualTo(false);
        assertThat(dashboard.breaches()).isEmpty();

        Dashboard reader = Dashboard.signedIn(stage).open("#/plan").says("Your key can only read statistics");
        assertThat(reader.barriers()).isEmpty();
    }

    /** Opens the plan's list, signed in with a key that writes the site's plan. */
    private Dashboard editor() throws IOException {
        stage.expectingErrors("favicon.ico");
        Trade.ofTwoWeeks(stage.cairn(), stage.site().id());
        return Dashboard.signedIn(
                        stage, Dashboard.editorsKey(stage.cairn(), stage.site().id()))
                .open("#/plan")
                .says("Looks for");
    }

    private void add(Chromium browser, String text) {
        click(browser, "button", text);
        browser.await("document.querySelector('form.editor')");
    }

    private static void click(Chromium browser, String css, String text) {
        browser.script("""
                const found = [...document.querySelectorAll(arguments[0])].find(each => each.textContent.startsWith(arguments[1]));
                if (!found) { throw new Error('there is no ' + arguments[1]); }
                found.click();
                """, css, text);
    }

    private static void choose(Chromium browser, String css, String value) {
        browser.script("""
                const list = document.querySelector(arguments[0]);
                list.value = arguments[1];
                list.dispatchEvent(new Event('change', {bubbles: true}));
                """, css, value);
    }

    private String plan() {
        return stage.cairn().get("/v1/plan").path("source").asText();
    }
}
