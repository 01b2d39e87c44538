package dev.cairn.browser.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dashboard speaks its reader's language (H5.3). */
class LanguageTest {
    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            de-CH | de | Was heute zu tun ist    | Der Plan hat keine Zielvorgaben.
            nl    | nl | Wat er vandaag te doen is | Het plan heeft geen streefcijfers.
            fr-FR | fr | À faire aujourd’hui     | Le plan n’a pas d’objectifs chiffrés.
            en-GB | en | What to do today        | The plan has no targets.
            pt-BR | en | What to do today        | The plan has no targets.
            """)
    void H5_3_theBrowsersLanguageIsSpokenByThePageAndTheServer(
            String browsers, String language, String heading, String sentence) throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.signedIn(stage);
        speaks(dashboard, browsers);
        dashboard.open("").says(heading).says(sentence);

        assertThat(dashboard.browser().script("return document.documentElement.lang"))
                .isEqualTo(language);
    }

    private static void speaks(Dashboard dashboard, String language) {
        Object agent = dashboard.browser().script("return navigator.userAgent");
        dashboard
                .browser()
                .devTools(
                        "Emulation.setUserAgentOverride",
                        Map.of("userAgent", String.valueOf(agent), "acceptLanguage", language));
    }

    @Test
    void H5_3_aChosenLanguageIsRememberedAndNumbersFollowIt() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.signedIn(stage).open("#/health").says("Nothing received was lost");

        dashboard.browser().click("select.languages option[value=de]");
        dashboard.says("Nichts Empfangenes ging verloren");
        assertThat(dashboard.browser().script("return document.documentElement.lang"))
                .isEqualTo("de");
        assertThat(dashboard.browser().address()).contains("#/health");
        assertThat(dashboard.focused()).isEqualTo("SELECT Sprache");

        dashboard.open("").says("Was heute zu tun ist");
        assertThat(dashboard.text()).containsPattern("39,90.€");

        dashboard.browser().click("select.languages option[value=en]");
        dashboard.says("What to do today");
    }
}
