package dev.cairn.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.OtherBrowser;
import dev.cairn.browser.harness.Programs;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The script's essentials in Firefox and WebKit: a page view, a shop's purchase, consent, and leaving a page. */
class OtherBrowsersTest {
    private static final List<Path> MINI_BROWSERS = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"),
            Path.of("/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser"));

    /** WebKit's driver cannot hide that it drives, and driven browsers are left out of the statistics (V3). */
    private static final String NOT_DRIVEN =
            "<script>Object.defineProperty(Navigator.prototype, 'webdriver', {get: () => false})</script>";

    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @Test
    void B2_firefoxReportsWhatChromiumReports() throws Exception {
        Optional<Path> program = Programs.find("firefox-esr", "firefox");
        Assumptions.assumeTrue(
                program.isPresent(), "there is no firefox on the PATH (Debian: apt-get install firefox-esr)");
        try (OtherBrowser firefox = OtherBrowser.firefox(program.orElseThrow())) {
            visit(firefox);
            assertThat(stage.site().overview().path("linkable_share").asDouble())
                    .isEqualTo(1);
            assertThat(stage.site().overview().path("visitors").asInt()).isEqualTo(1);
        }
    }

    /** It keeps no cookie of the domain localhost, so here its visitors are of one day. */
    @Test
    void B2_webkitReportsWhatChromiumReports() throws Exception {
        Optional<Path> driver = Programs.find("WebKitWebDriver");
        Optional<Path> screen = Programs.find("Xvfb");
        Optional<Path> program =
                MINI_BROWSERS.stream().filter(java.nio.file.Files::isExecutable).findFirst();
        Assumptions.assumeTrue(
                driver.isPresent() && program.isPresent() && screen.isPresent(),
                "WebKitWebDriver, MiniBrowser or Xvfb is missing (Debian: apt-get install webkit2gtk-driver xvfb)");
        try (OtherBrowser webkit =
                OtherBrowser.webkit(driver.orElseThrow(), screen.orElseThrow(), program.orElseThrow())) {
            visit(webkit);
        }
    }

    private void visit(OtherBrowser browser) throws Exception {
        String next = stage.pages().page("/next", NOT_DRIVEN + stage.snippet("data-consent=granted"), "");
        browser.open(stage.pages()
                .page("/", NOT_DRIVEN + stage.snippet("data-consent=granted"), "<a id=get href=/guide.pdf>guide</a>"));
        browser.evaluate(
                "dataLayer.push({event: 'purchase', ecommerce: {transaction_id: 'T-1', value: 59.9, currency: 'EUR'}})");
        stage.site().awaitGoal("purchase", 1);

        browser.evaluate("addEventListener('click', event => event.preventDefault());"
                + "document.getElementById('get').click(); location.href = '" + next + "'");
        stage.site().awaitGoal("brochure_download", 1);
        browser.open(next);
        browser.evaluate("cairn('marker')");

        assertThat(stage.site().awaitEvent("marker")).containsEntry("purchase", 1);
    }
}
