package dev.cairn.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import dev.cairn.browser.harness.Network;
import dev.cairn.browser.harness.Waiting;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A failing network (B3): each event counts once, whatever happens to the requests. */
class NetworkTest {
    private static final int MAX_BODY_BYTES = 48 * 1024;

    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @Test
    void B3_after503TheSameEventsAreSentAgainAndCountedOnce() throws Exception {
        stage.expectingErrors("503");
        Chromium browser = open("");
        stage.site().awaitEvent("page_view");
        stage.network().becomes(Network.Mood.UNAVAILABLE);

        browser.script("cairn('add_to_cart')");
        Waiting.until("two tries", () -> stage.network().events("add_to_cart").size(), tries -> tries >= 2);
        stage.network().becomes(Network.Mood.PASSING);

        assertThat(stage.site().awaitEvent("add_to_cart")).containsEntry("add_to_cart", 1);
        assertThat(ids("add_to_cart")).as("ids of all tries").hasSize(1);
        assertThat(browser.stored().nothing())
                .as("nothing is kept without consent")
                .isTrue();
    }

    @Test
    void D1_anAnswerThatGetsLostCountsTwiceNowhere() throws Exception {
        stage.expectingErrors("net::ERR_");
        Chromium browser = open("");
        stage.site().awaitEvent("page_view");
        stage.network().becomes(Network.Mood.ANSWER_LOST);

        browser.script("cairn('add_to_cart')");
        Waiting.until("a first try", () -> stage.network().events("add_to_cart").size(), tries -> tries >= 1);
        stage.network().becomes(Network.Mood.PASSING);
        Waiting.until(
                "a second one", () -> stage.network().events("add_to_cart").size(), tries -> tries >= 2);
        browser.script("cairn('marker')");

        assertThat(stage.site().awaitEvent("marker")).containsEntry("add_to_cart", 1);
        assertThat(stage.site().goals()).containsEntry("add_to_cart", 1);
        assertThat(stage.site().health().path("duplicates").asInt()).isPositive();
    }

    @Test
    void B3_offlineWithConsentIsKeptOverAReloadAndSentWhenTheNetworkIsBack() throws Exception {
        stage.expectingErrors("net::ERR_");
        Chromium browser = open("data-consent=granted");
        stage.site().awaitEvent("page_view");

        browser.offline(true);
        browser.await("!navigator.onLine");
        browser.script("cairn('add_to_cart')");
        browser.await("Object.keys(localStorage).length > 0");
        assertThat(stage.network().names()).doesNotContain("add_to_cart");
        browser.offline(false);
        browser.open(browser.address());

        assertThat(stage.site().awaitEvent("add_to_cart")).containsEntry("add_to_cart", 1);
        assertThat(stage.site().goals()).containsEntry("add_to_cart", 1);
        browser.await("!Object.keys(localStorage).length");
        assertThat(stage.site().overview().path("visitors").asInt()).isEqualTo(1);
    }

    @Test
    void B3_offlineWithoutConsentWaitsInThePageAndStoresNothing() throws Exception {
        stage.expectingErrors("net::ERR_");
        Chromium browser = open("");
        stage.site().awaitEvent("page_view");

        browser.offline(true);
        browser.await("!navigator.onLine");
        browser.script("cairn('add_to_cart')");
        browser.script("window.since = performance.now()");
        browser.await("performance.now() - since > 2500");
        assertThat(stage.network().names()).doesNotContain("add_to_cart");
        assertThat(browser.stored().nothing()).isTrue();
        browser.offline(false);

        assertThat(stage.site().awaitEvent("add_to_cart")).containsEntry("add_to_cart", 1);
    }

    @Test
    void B3_muchMoreThanTheQuotaIsSentInBodiesThatFit() throws Exception {
        Chromium browser = open("");
        stage.site().awaitEvent("page_view");

        browser.script("for (let i = 0; i < 300; i++) cairn('bulk', {props: {n: i, text: 'x'.repeat(900)}})");
        browser.script("cairn('marker')");

        // Bodies that had to be divided go last.
        Waiting.until("all of them", () -> stage.site().events().getOrDefault("bulk", 0), count -> count >= 300);
        assertThat(stage.site().events()).containsEntry("bulk", 300);
        assertThat(stage.network().bodies())
                .allMatch(body -> body.body().length() <= MAX_BODY_BYTES)
                .allMatch(body -> body.events().count() <= 50);
    }

    @Test
    void B3_aFullQuotaWhenThePageIsLeftCostsNothingThatAConsentLetsBeKept() throws Exception {
        stage.expectingErrors("net::ERR_");
        Chromium browser = open("data-consent=granted");
        stage.site().awaitEvent("page_view");

        browser.script("for (let i = 0; i < 120; i++) cairn('bulk', {props: {n: i, text: 'x'.repeat(900)}});"
                + "location.href = '/next'");
        browser.await("location.pathname == '/next' && window.cairn && !cairn.q");
        browser.script("cairn('marker')");

        Waiting.until("all of them", () -> stage.site().events().getOrDefault("bulk", 0), count -> count >= 120);
        assertThat(stage.site().events()).containsEntry("bulk", 120);
    }

    private Chromium open(String attribute) throws Exception {
        stage.pages().page("/next", stage.snippet(attribute), "");
        return stage.browser()
                .open(stage.pages().page("/", stage.snippet(attribute), ""))
                .await("window.cairn && !cairn.q");
    }

    private List<String> ids(String name) {
        return stage.network().events(name).stream()
                .map(event -> event.path("id").asText())
                .distinct()
                .toList();
    }
}
