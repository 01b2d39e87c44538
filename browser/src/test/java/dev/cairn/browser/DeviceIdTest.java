package dev.cairn.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import dev.cairn.browser.harness.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How long the device id lives, and where (B10). Page and collector are on one site here: on localhost. */
class DeviceIdTest {
    private static final long DAY = 86_400;

    /** What Safari does to cookies that a script sets, as WebKit's page on tracking prevention says. */
    private static final String SEVEN_DAYS = """
            const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
            Object.defineProperty(Document.prototype, 'cookie', {
              get: cookie.get,
              set(text) { cookie.set.call(this, text.replace(/max-age=(\\d{7,})/, 'max-age=604800')) },
            });
            """;

    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @Test
    void B10_anAnswerGivesTheIdItsWholeLifeWhereAScriptMayNot() throws Exception {
        Chromium browser = stage.browser();
        browser.beforeEachPage(SEVEN_DAYS);
        open(browser, "data-consent=granted").await("cairn.visitor()");
        Object visitor = browser.script("return cairn.visitor()");
        assertThat(daysLeft(browser)).isLessThan(8);

        browser.script("cairn('marker')");
        stage.site().awaitEvent("marker");

        Waiting.until("a longer life", () -> daysLeft(browser), days -> days > 390);
        assertThat(browser.script("return cairn.visitor()")).isEqualTo(visitor);
        assertThat(browser.stored().cookies()).hasSize(1);

        browser.script("cairn.consent({analytics: false})");
        stage.site().awaitEvent("consent_withdrawn");
        assertThat(browser.stored().nothing()).as("%s", browser.stored()).isTrue();
    }

    @Test
    void B10_withoutConsentNoAnswerSetsACookie() throws Exception {
        Chromium browser = open(stage.browser(), "");

        browser.script("cairn('marker')");
        stage.site().awaitEvent("marker");

        assertThat(browser.stored().nothing()).as("%s", browser.stored()).isTrue();
        assertThat(stage.network().bodies().getLast().headers()).doesNotContainKey("cookie");
    }

    @Test
    void B10_aLinkCarriesTheIdToTheSitesOtherDomain() throws Exception {
        Chromium browser = linked("data-consent=granted", "data-consent=granted");
        Object visitor = browser.script("return cairn.visitor()");

        browser.await("window.cairn && cairn.visitor()").click("#over").find("#there");
        browser.await("window.cairn && cairn.visitor() == arguments[0]".replace("arguments[0]", "'" + visitor + "'"));
        browser.script("cairn('marker')");

        stage.site().awaitEvent("marker");
        assertThat(stage.site().overview().path("visitors").asInt()).isEqualTo(1);
        assertThat(stage.network().names()).doesNotContain("outbound_click");
    }

    @Test
    void B10_aLinkCarriesNothingWithoutConsentOnEitherSide() throws Exception {
        Chromium browser = linked("data-consent=granted", "");

        browser.await("window.cairn && cairn.visitor()").click("#over").find("#there");
        browser.await("window.cairn && !cairn.q").script("cairn('marker')");

        stage.site().awaitEvent("marker");
        assertThat(browser.script("return cairn.visitor()")).isNull();

        Chromium other = stage.another(Chromium.ofAPerson());
        other.open(stage.pages().page("/denied", stage.snippet("data-domains='localhost 127.0.0.1'"), link()));
        other.await("window.cairn && !cairn.q").click("#over").find("#there");
        assertThat(other.address()).doesNotContain("cairn_id");
    }

    /** A page with a link to another host, on which the same site's pages are. */
    private Chromium linked(String here, String there) throws Exception {
        String domains = "data-domains='localhost 127.0.0.1'";
        stage.site().allow(List.of(stage.pages().origin("127.0.0.1")));
        stage.pages().page("/there", stage.snippet(domains, there), "<p id=there>there</p>");
        return stage.browser()
                .open(stage.pages().page("/", stage.snippet(domains, here), link()))
                .await("window.cairn && !cairn.q && document.querySelector('script[src*=-more]')");
    }

    private String link() {
        return "<a id=over href='" + stage.pages().origin("127.0.0.1") + "/there?x=1'>over</a>";
    }

    private Chromium open(Chromium browser, String attribute) throws Exception {
        return browser.open(stage.pages().page("/", stage.snippet(attribute), ""))
                .await("window.cairn && !cairn.q");
    }

    private static double daysLeft(Chromium browser) {
        List<?> cookies = (List<?>) Objects.requireNonNull(
                browser.devTools("Storage.getCookies", Map.of()).get("cookies"));
        Map<?, ?> cookie = (Map<?, ?>) cookies.getFirst();
        double expires = ((Number) Objects.requireNonNull(cookie.get("expires"))).doubleValue();
        return (expires - Instant.now().getEpochSecond()) / DAY;
    }
}
