package dev.cairn.browser.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** Which key is in use, and that it is changed by its owner only (H8.3). */
class SignInTest {
    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture("name: The lamps");

    @Test
    void H8_3_aKeyThatCannotReadIsToldSoAtTheFormAndIsChangedThere() throws Exception {
        String site = stage.site().id();
        Person person = open();
        person.types("Your key", Dashboard.key(stage.cairn(), site, List.of("events:write")))
                .presses(Keys.ENTER);
        person.sees("This key cannot read statistics: its scopes are events:write.")
                .sees("stats:read");
        assertThat(person.focus()).isEqualTo("Your key");
        // What is typed now takes its place.
        person.presses(Dashboard.key(stage.cairn(), site)).presses(Keys.ENTER).sees("Overview");
    }

    @Test
    void H8_3_aRememberedKeyThatCannotReadEndsAtTheForm() throws Exception {
        String key = Dashboard.key(stage.cairn(), stage.site().id(), List.of("plan:write"));
        Person person = open();
        remember(key);
        stage.browser().driver().navigate().refresh();
        person.sees("This key cannot read statistics: its scopes are plan:write.")
                .sees("Your key");
    }

    @Test
    void H8_3_aShareLinkDoesNotReplaceARememberedKeyWithoutAsking() throws Exception {
        String key = Dashboard.editorsKey(stage.cairn(), stage.site().id());
        String link = stage.cairn()
                .post(
                        "/v1/sites/" + stage.site().id() + "/shares",
                        "{\"name\":\"the board\",\"expires\":\"2027-01-31T00:00:00Z\"}")
                .path("url")
                .asText();
        Person person = open();
        remember(key);

        openLink(link);
        person.sees("You are signed in with your own key");
        assertThat(person.focus()).isEqualTo("Open the link");
        person.tabsTo("Stay with my key").presses(Keys.ENTER).sees("Sign out");
        assertThat(remembered()).isEqualTo(key);
        assertThat(stage.browser().address()).doesNotContain("share_");

        openLink(link);
        person.sees("You are signed in with your own key")
                .clicks("Open the link")
                .sees("Leave");
        assertThat(person.text()).doesNotContain("Sign out").doesNotContain("Settings");
        assertThat(remembered()).isEqualTo(key);
        person.clicks("Leave").sees("Sign out").sees("Settings");
        assertThat(remembered()).isEqualTo(key);
    }

    @Test
    void H8_3_aShareLinkOpensWithoutAQuestionWhereThereIsNoKey() throws Exception {
        String link = stage.cairn()
                .post(
                        "/v1/sites/" + stage.site().id() + "/shares",
                        "{\"name\":\"the board\",\"expires\":\"2027-01-31T00:00:00Z\"}")
                .path("url")
                .asText();
        Person person = open();
        openLink(link);
        person.sees("Leave").clicks("Leave").sees("Your key");
    }

    private Person open() throws IOException {
        stage.expectingErrors("favicon.ico");
        stage.browser().open(stage.cairn().origin() + "/");
        return new Person(stage.browser()).sees("Your key");
    }

    private void openLink(String link) throws IOException {
        stage.browser().open("about:blank");
        stage.browser().open(stage.cairn().origin() + link);
    }

    private void remember(String key) throws IOException {
        stage.browser().script("localStorage.setItem('cairn-key', arguments[0])", key);
    }

    private Object remembered() throws IOException {
        Chromium browser = stage.browser();
        return String.valueOf(browser.script("return localStorage.getItem('cairn-key')"));
    }
}
