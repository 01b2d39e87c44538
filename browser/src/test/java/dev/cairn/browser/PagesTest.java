package dev.cairn.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Page views (B2), whichever way a page is shown. */
class PagesTest {
    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @Test
    void B1_theSnippetAloneCountsAPageView() throws Exception {
        stage.browser().open(stage.pages().page("/", stage.snippet(), "<h1>Hello</h1>"));

        assertThat(stage.site().awaitEvent("page_view")).containsEntry("page_view", 1);
        JsonNode overview = stage.site().overview();
        assertThat(overview.path("page_views").asInt()).isEqualTo(1);
        assertThat(overview.path("visits").asInt()).isEqualTo(1);
    }

    @Test
    void B1_theSiteMayStandInTheScriptsAddress() throws Exception {
        String tag = "<script async src='%s/cairn.js?site=%s'></script>"
                .formatted(stage.network().origin(), stage.site().id());

        stage.browser().open(stage.pages().page("/", tag, ""));

        assertThat(stage.site().awaitEvent("page_view")).containsEntry("page_view", 1);
    }

    @Test
    void B2_pushStateAndGoingBackAreNewPagesButTheSameAddressAgainIsNot() throws Exception {
        Chromium browser = stage.browser().open(stage.pages().page("/a", stage.snippet(), ""));
        browser.await("window.cairn && !cairn.q");

        browser.script("history.pushState({}, '', '/b'); history.replaceState({}, '', '/b'); document.title = 'b'");
        browser.script("history.replaceState({state: 1}, '', location.href); history.pushState({}, '', '/c')");
        browser.back();
        browser.await("location.pathname == '/b'");
        browser.script("setTimeout(() => cairn('marker'))");

        assertThat(stage.site().awaitEvent("marker")).containsEntry("page_view", 4);
        assertThat(urlsOfPageViews()).containsExactly("/a", "/b", "/c", "/b");
        assertThat(stage.site().goals()).containsEntry("pages_viewed", 1);
    }

    @Test
    void B2_aPageShownFromTheBackForwardCacheIsANewPageView() throws Exception {
        String first = stage.pages()
                .page("/first", stage.snippet() + "<script>onpageshow = e => window.kept = e.persisted</script>", "");
        String second = stage.pages().page("/second", stage.snippet(), "");
        Chromium browser = stage.browser().open(first);
        browser.await("window.cairn && !cairn.q");
        browser.script("window.sameDocument = true");

        browser.open(second).await("window.cairn && !cairn.q");
        browser.back();
        browser.await("window.sameDocument");

        assertThat(browser.script("return window.kept"))
                .as("shown from the cache")
                .isEqualTo(true);
        browser.script("cairn('marker')");
        assertThat(stage.site().awaitEvent("marker")).containsEntry("page_view", 3);
        assertThat(urlsOfPageViews()).containsExactlyInAnyOrder("/first", "/second", "/first");
    }

    /** Headless Chromium does not prerender, so the test simulates what a prerendered page sees. */
    @Test
    void B2_aPageThatIsLoadedAheadCountsWhenItIsShown() throws Exception {
        stage.browser().beforeEachPage("""
                let ahead = true;
                Object.defineProperty(Document.prototype, 'prerendering', {get: () => ahead});
                window.show = () => { ahead = false; document.dispatchEvent(new Event('prerenderingchange')) };
                """);
        Chromium browser = stage.browser().open(stage.pages().page("/", stage.snippet(), ""));
        browser.await("performance.now() > 3000");
        assertThat(stage.network().bodies()).isEmpty();

        browser.script("show(); cairn('marker')");

        assertThat(stage.site().awaitEvent("marker")).containsEntry("page_view", 1);
    }

    @Test
    void B2_aPageViewSaysHowLongLoadingTookAndWhereTheVisitorCameFrom() throws Exception {
        String second = stage.pages().page("/second", stage.snippet(), "");
        Chromium browser =
                stage.browser().open(stage.pages().page("/first", "", "<a id=go href='" + second + "'>on</a>"));

        browser.click("#go");

        stage.site().awaitEvent("page_view");
        JsonNode body = stage.network().bodies().getFirst().json();
        assertThat(body.path("context").path("referrer").asText())
                .isEqualTo(stage.pages().origin() + "/first");
        assertThat(stage.network()
                        .events("page_view")
                        .getFirst()
                        .at("/props/load_ms")
                        .asInt(-1))
                .isBetween(0, 20_000);
    }

    private List<String> urlsOfPageViews() {
        return stage.network().bodies().stream()
                .flatMap(body -> body.events()
                        .filter(event -> event.path("name").asText().equals("page_view"))
                        .map(event -> event.path("url")
                                .asText(body.json().at("/context/url").asText())))
                .map(url -> url.substring(stage.pages().origin().length()))
                .toList();
    }
}
