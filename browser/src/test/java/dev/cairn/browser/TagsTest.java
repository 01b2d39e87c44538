package dev.cairn.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a page says with attributes and meta tags (B7). */
class TagsTest {
    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @Test
    void B7_aPageViewHasTheTitleAndThePagesOwnProperties() throws Exception {
        String head = "<meta name=cairn-author content='A. B.'><meta name=cairn-status content=404>";
        Chromium browser = open("/missing", head, "", "");

        browser.script("document.title = 'Later title'; cairn('marker')");
        stage.site().awaitEvent("marker");

        JsonNode props = stage.network().events("page_view").getFirst().path("props");
        assertThat(props.path("title").asText()).isEqualTo("Later title");
        assertThat(props.path("author").asText()).isEqualTo("A. B.");
        assertThat(props.path("status").asText()).isEqualTo("404");
    }

    @Test
    void B7_aRouteInTheFragmentIsAPageWhereTheSiteSaysSo() throws Exception {
        Chromium browser = open("/app", "", "data-hash", "");

        browser.script("location.hash = '/cart'");
        browser.await("location.hash == '#/cart'");
        browser.script("location.hash = '/checkout'");
        browser.await("location.hash == '#/checkout'");
        browser.script("setTimeout(() => cairn('marker'), 100)");

        assertThat(stage.site().awaitEvent("marker")).containsEntry("page_view", 3);
        assertThat(addresses()).containsExactly("/app", "/app#/cart", "/app#/checkout");
    }

    @Test
    void B7_excludedPathsAreNotReportedAndMaskedOnesOnlyByTheirPattern() throws Exception {
        Chromium browser = open("/orders/A77Q", "", "data-exclude='/admin/* /login' data-mask='/orders/*'", "");

        browser.script("history.pushState({}, '', '/admin/users'); cairn('secret')");
        browser.script("document.title = 'Help'; history.pushState({}, '', '/loginhelp'); cairn('marker')");

        assertThat(stage.site().awaitEvent("marker"))
                .containsEntry("page_view", 2)
                .doesNotContainKey("secret");
        assertThat(addresses()).containsExactly("/orders/*", "/loginhelp");
        assertThat(stage.network().bodies().toString()).doesNotContain("A77Q", "/admin");
    }

    @Test
    void B7_contactsOwnFileEndingsTagsByClassAndSubdomains() throws Exception {
        Chromium browser = open(
                "/",
                "<script>addEventListener('click', event => event.preventDefault())</script>",
                "data-files='ics|dwg' data-domains='example.org shop.test'",
                """
                <a id=mail href=mailto:sales@example.org>mail</a> <a id=tel href=tel:+4912345>call</a>
                <a id=file href=/plan.dwg>plan</a> <a id=own href=https://www.example.org/>own</a>
                <a id=out href=https://example.net/>out</a>
                <button id=tag class="big cairn-event=brochure_ordered"><b>order</b></button>""");

        browser.click("#mail")
                .click("#tel")
                .click("#file")
                .click("#own")
                .click("#out")
                .click("#tag b");
        browser.script("cairn('marker')");

        assertThat(stage.site().awaitEvent("marker"))
                .containsEntry("contact_click", 2)
                .containsEntry("file_download", 1)
                .containsEntry("outbound_click", 1)
                .containsEntry("brochure_ordered", 1);
        assertThat(stage.network().bodies().toString()).doesNotContain("sales@", "4912345");
    }

    @Test
    void B7_aFormThatAScriptSendsIsSubmittedOnceThePageSaysSo() throws Exception {
        Chromium browser = open(
                "/",
                "<script>addEventListener('submit', event => event.preventDefault())</script>",
                "",
                "<form name=newsletter data-cairn-form=confirm><input name=mail><button id=send>send</button></form>");

        browser.click("#send");
        browser.script("cairn('marker')");
        assertThat(stage.site().awaitEvent("marker")).doesNotContainKey("form_submit");
        browser.script("cairn.success(document.forms[0])");

        assertThat(stage.site().awaitEvent("form_submit")).containsEntry("form_submit", 1);
        assertThat(stage.site().goals()).containsEntry("newsletter_signup", 1);
    }

    @Test
    void B7_webVitalsComeOnceWithAPagesEngagement() throws Exception {
        Chromium browser = open("/", "", "data-vitals", "<h1>Large</h1><button id=slow>slow</button><p>text</p>");
        browser.await("cairn.vitals");
        browser.script("document.getElementById('slow').onclick = () => { const end = performance.now() + 200;"
                + "while (performance.now() < end); }");

        browser.script("setTimeout(() => document.body.style.paddingTop = '200px', 600)");
        browser.await("document.body.style.paddingTop && performance.now() > 2000");
        browser.click("#slow").await("performance.now() > 3000");
        browser.open(stage.pages().page("/next", stage.snippet(), ""));

        stage.site().awaitEvent("engagement");
        JsonNode props = stage.network().events("engagement").getFirst().path("props");
        assertThat(props.path("lcp_ms").asInt()).isBetween(1, 20_000);
        assertThat(props.path("inp_ms").asInt()).isBetween(150, 20_000);
        assertThat(props.path("cls").asDouble()).isBetween(0.001, 1.0);
    }

    private Chromium open(String path, String head, String attributes, String body) throws Exception {
        return stage.browser()
                .open(stage.pages().page(path, head + stage.snippet(attributes), body))
                .await("window.cairn && !cairn.q");
    }

    private List<String> addresses() {
        return stage.network().bodies().stream()
                .filter(body -> body.events()
                        .anyMatch(event -> event.path("name").asText().equals("page_view")))
                .map(body -> body.json()
                        .at("/context/url")
                        .asText()
                        .substring(stage.pages().origin().length()))
                .toList();
    }
}
