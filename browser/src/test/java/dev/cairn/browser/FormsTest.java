package dev.cairn.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Forms (B2): started, refused by the browser, submitted; never the typed text (I5). */
class FormsTest {
    private static final String FORM =
            "<form name=quote action=/sent><input id=rooms name=rooms type=number max=9 required>"
                    + "<input id=mail name=mail type=email required><button id=send>send</button></form>";

    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @Test
    void B2_aFormWithErrorsAndThenSentIsOneStartItsErrorsAndOneSubmit() throws Exception {
        stage.pages().page("/sent", stage.snippet(), "<p id=thanks>thanks</p>");
        Chromium browser = stage.browser().open(stage.pages().page("/", stage.snippet(), FORM));
        browser.await("window.cairn && !cairn.q");

        browser.type("#rooms", "12").type("#mail", "nobody").click("#send");
        browser.type("#rooms", "\b\b3").type("#mail", "@example.org").click("#send");
        browser.find("#thanks");

        assertThat(stage.site().awaitEvent("form_submit"))
                .containsEntry("form_start", 1)
                .containsEntry("form_error", 2)
                .containsEntry("form_submit", 1);
        assertThat(stage.site().goals()).containsEntry("quote_form_started", 1).containsEntry("quote_requested", 1);
        assertThat(stage.network().events("form_error").toString())
                .contains("\"field\":\"rooms\"", "\"field\":\"mail\"");
    }

    @Test
    void I5_whatWasTypedIsNeverSent() throws Exception {
        stage.pages().page("/sent", "", "<p id=thanks>thanks</p>");
        Chromium browser = stage.browser().open(stage.pages().page("/", stage.snippet(), FORM));
        browser.await("window.cairn && !cairn.q");

        browser.type("#rooms", "7").type("#mail", "marker-of-mine@example.org").click("#send");
        browser.find("#thanks");

        stage.site().awaitEvent("form_submit");
        assertThat(stage.network().requests().toString()).doesNotContain("marker-of-mine");
    }

    @Test
    void B2_aFormThatTheBrowserRefusesIsNoConversion() throws Exception {
        Chromium browser = stage.browser().open(stage.pages().page("/", stage.snippet(), FORM));
        browser.await("window.cairn && !cairn.q");

        browser.type("#mail", "nobody").click("#send");
        browser.script("document.forms[0].dispatchEvent(new Event('submit'));cairn('marker')");

        assertThat(stage.site().awaitEvent("marker"))
                .containsEntry("form_start", 1)
                .doesNotContainKey("form_submit");
        assertThat(stage.site().goals()).doesNotContainKey("quote_requested");
    }

    @Test
    void B2_askingWhetherAFormIsValidIsNothingThatThePageHearsOf() throws Exception {
        Chromium browser = stage.browser()
                .open(stage.pages().page("/", stage.snippet(), FORM.replaceFirst("<form", "<form novalidate")));
        browser.await("window.cairn && !cairn.q");
        browser.script("window.heard = 0;"
                + "addEventListener('invalid', () => heard++, true);"
                + "addEventListener('submit', event => event.preventDefault())");

        browser.type("#mail", "nobody").click("#send");
        browser.script("cairn('marker')");

        assertThat(stage.site().awaitEvent("marker"))
                .containsEntry("form_start", 1)
                .doesNotContainKey("form_error");
        assertThat(browser.script("return heard")).isEqualTo(0L);
    }
}
