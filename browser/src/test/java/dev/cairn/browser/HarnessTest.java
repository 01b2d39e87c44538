package dev.cairn.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Network;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The harness itself: a page sends an event directly, without the script. */
class HarnessTest {
    private static final String SEND = """
            await fetch('%s/v1/events', {method: 'POST', credentials: 'omit', body: JSON.stringify({site: '%s',
              sent_at: Date.now(), events: [{id: 'e-' + Date.now(), name: 'product_interest', at: Date.now()}]})})
              .then(answer => answer.status)
            """;

    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @Test
    void anEventOfAPageIsCounted() throws Exception {
        stage.browser().open(stage.pages().page("/", "", "<h1>Hello</h1>"));
        assertThat(stage.browser().script("return navigator.webdriver")).isEqualTo(false);

        Object status = stage.browser().asyncScript("return " + send());

        assertThat(status).isEqualTo(202L);
        assertThat(stage.site().awaitEvent("product_interest")).isEqualTo(Map.of("product_interest", 1));
        assertThat(stage.site().goals()).isEqualTo(Map.of("product_interest", 1));
        assertThat(stage.network().names()).containsExactly("product_interest");
        assertThat(stage.browser().stored().nothing()).isTrue();
    }

    @Test
    void aNetworkThatFailsIsSeenByThePage() throws Exception {
        stage.expectingErrors("503").expectingErrors("net::ERR_");
        stage.browser().open(stage.pages().page("/", "", ""));

        stage.network().becomes(Network.Mood.UNAVAILABLE);
        assertThat(stage.browser().asyncScript("return " + send())).isEqualTo(503L);
        stage.network().becomes(Network.Mood.BROKEN);
        assertThat(stage.browser().asyncScript("return " + send())).isEqualTo("TypeError: Failed to fetch");
        stage.network().becomes(Network.Mood.ANSWER_LOST);
        assertThat(stage.browser().asyncScript("return " + send())).isEqualTo("TypeError: Failed to fetch");

        assertThat(stage.site().awaitEvent("product_interest")).isEqualTo(Map.of("product_interest", 1));
    }

    @Test
    void whatIsStoredIsFound() throws Exception {
        stage.browser().open(stage.pages().page("/", "", ""));
        stage.browser().script("document.cookie = 'a=1'; localStorage.b = 2; sessionStorage.c = 3");
        stage.browser().asyncScript("return new Promise(done => indexedDB.open('d').onsuccess = () => done(1))");

        assertThat(stage.browser().stored().toString())
                .isEqualTo("Stored[cookies={a of localhost=1}, local={b=2}, session={c=3}, databases=[d]]");
    }

    private String send() {
        return SEND.formatted(stage.network().origin(), stage.site().id());
    }
}
