package dev.cairn.browser.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import dev.cairn.browser.harness.Waiting;
import dev.cairn.store.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Notes on lines, pinned views, all sites, and what anyone sees of a site that opens itself (H4.3). */
class SharingTest {
    /** Whether each request of the API carried a key. */
    private static final String KEYS = """
            window.keysSent = [];
            const real = window.fetch;
            window.fetch = (address, options) => {
              keysSent.push(Boolean(new Headers(options?.headers).get('authorization')));
              return real(address, options);
            };
            """;

    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    private String site() {
        return stage.site().id();
    }

    /** Changes settings of the test's site. */
    private void set(String settings) throws Exception {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.set("settings", Json.MAPPER.readTree(settings.replace('\'', '"')));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(stage.cairn().origin() + "/v1/sites/" + site() + "/plan"))
                                .header(
                                        "authorization",
                                        "Bearer " + stage.cairn().adminKey())
                                .header("content-type", "application/json")
                                .header("if-match", "*")
                                .method("PATCH", HttpRequest.BodyPublishers.ofString(body.toString()))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void H4_3_aPublicPageNeedsNoKeyUsesNoneAndShowsNothingElse() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), site());
        set("{'public': true}");
        Chromium browser = stage.browser();
        String key = stage.cairn().adminKey();
        browser.beforeEachPage(
                "try { localStorage.setItem('cairn-key', '%s'); } catch { /* no storage */ }".formatted(key) + KEYS);
        Dashboard page = Dashboard.of(stage).open("public/" + site());

        page.says("Visitors");
        assertThat(browser.address()).contains("/public/" + site() + "#/overview");
        assertThat(browser.script("return keysSent.length > 0 && keysSent.every(sent => !sent)"))
                .as("the admin key that this device remembers is not sent")
                .isEqualTo(true);
        assertThat(page.asked())
                .extracting(Object::toString)
                .filteredOn(address -> address.contains("/v1/"))
                .isNotEmpty()
                .allMatch(address -> address.contains("/v1/public/" + site()));
        assertThat(browser.script(
                        "return [...document.querySelectorAll('#views a')].map(each => each.textContent.trim())"))
                .isEqualTo(List.of("Overview", "Funnels", "Goals", "Channels"));
        assertThat(page.text()).doesNotContain("Settings", "Share this dashboard", "Sign out", "Live events");

        browser.script("location.hash = '#/settings/keys'");
        browser.await("location.hash.startsWith('#/overview')");
        for (String view : List.of("funnels", "goals", "channels")) {
            browser.script("location.hash = arguments[0]", "#/" + view);
            browser.await("document.querySelector('#views [aria-current]')?.hash.startsWith('#/" + view + "')");
            page.settled();
            assertThat(browser.script("return document.querySelectorAll('.notice.trouble').length"))
                    .as(view)
                    .isEqualTo(0L);
        }
        assertThat(page.breaches()).isEmpty();
    }

    @Test
    void H4_3_aSiteThatIsNotPublicSaysSo() throws Exception {
        stage.expectingErrors("404");
        Dashboard.of(stage).open("public/" + site()).says("This page is not public");
    }

    @Test
    void H4_3_onlyAPageOfAListedOriginMayShowItInAFrame() throws Exception {
        stage.expectingErrors("frame-ancestors");
        Trade.ofTwoWholeWeeks(stage.cairn(), site());
        String frame = "<iframe src='%s/public/%s' width='1000' height='800'></iframe>"
                .formatted(stage.cairn().origin(), site());
        String host = stage.pages().page("/intranet.html", "", frame);
        set("{'public': true, 'embed': ['https://other.example']}");
        Chromium browser = stage.browser();

        browser.open(host);
        assertThat(framed(browser)).as("its origin is not on the list").doesNotContain("Visitors");
        set("{'public': true, 'embed': ['%s']}".formatted(stage.pages().origin()));
        browser.open("about:blank").open(host);
        Waiting.until("the frame shows the figures", () -> framed(browser), text -> text.contains("Visitors"));

        String dashboard = stage.pages()
                .page("/clickjacking.html", "", "<iframe src='" + stage.cairn().origin() + "/'></iframe>");
        browser.open(dashboard);
        assertThat(framed(browser)).as("the dashboard itself is never framed").doesNotContain("Sign in");
    }

    private static String framed(Chromium browser) {
        browser.await("document.querySelector('iframe')");
        try {
            browser.driver().switchTo().frame(0);
            return String.valueOf(browser.script("return document.body?.innerText"));
        } finally {
            browser.driver().switchTo().defaultContent();
        }
    }

    @Test
    void H4_3_aNoteIsWrittenStandsOnTheLineAndIsRemoved() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), site());
        Dashboard dashboard = Dashboard.signedIn(stage, Dashboard.editorsKey(stage.cairn(), site()))
                .open("#/settings/notes");
        Person person = new Person(dashboard.browser());
        LocalDate day = LocalDate.now(java.time.ZoneOffset.UTC).minusDays(5);
        person.sees("There is no note yet.").clicks("Add the note").sees("What happened?");
        dashboard.browser().script("document.querySelector('input[type=date]').value = arguments[0]", day.toString());
        person.types("What happened", "New <b>prices</b>")
                .clicks("Add the note")
                .sees("The note is saved.");

        dashboard.open("#/overview").says("New <b>prices</b>");
        assertThat(dashboard.browser().text(".line-notes li.note-note")).contains("New <b>prices</b>");
        dashboard.focus(".plot");
        dashboard.press(org.openqa.selenium.Keys.END);
        for (int i = 0; i < 14 && !spoken(dashboard).contains("New <b>prices</b>"); i++) {
            dashboard.press(org.openqa.selenium.Keys.ARROW_LEFT);
        }
        assertThat(spoken(dashboard)).as("the chart's cursor reads it").contains("New <b>prices</b>");

        dashboard.open("#/settings/notes");
        person.sees("New <b>prices</b>")
                .clicks("Remove")
                .clicks("Yes, remove it")
                .sees("There is no note yet.");
    }

    private static String spoken(Dashboard dashboard) {
        return String.valueOf(
                dashboard.browser().script("return document.querySelector('.chart > [aria-live]').textContent"));
    }

    @Test
    void H4_3_aPinnedViewIsKeptWithItsRangeAndLetGo() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), site());
        Dashboard dashboard = Dashboard.signedIn(stage).open("#/goals?range=7d");
        Person person = new Person(dashboard.browser());

        person.clicks("Pin this view").sees("Goals · 7d");
        assertThat(dashboard.focused()).startsWith("BUTTON Pinned");
        dashboard.open("#/overview");
        person.clicks("Goals · 7d");
        dashboard.browser().await("location.hash.includes('goals?range=7d')");
        dashboard.settled();
        dashboard.focus(".heading .pin").press(org.openqa.selenium.Keys.ENTER);

        dashboard.browser().await("!document.querySelector('.pins')");
        assertThat(dashboard.focused()).startsWith("BUTTON Pin this view");
    }

    @Test
    void H4_3_allSitesAreSideBySide() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), site());
        stage.cairn().addSite(List.of("https://another.example"), List.of("name: Another shop"));
        // Other tests have added sites before: these two are the last ones.
        int before = stage.cairn().get("/v1/sites").size() - 2;
        Dashboard dashboard =
                Dashboard.signedIn(stage, stage.cairn().adminKey()).open("#/sites?range=7d&from=" + before);

        dashboard.says("Another shop");
        dashboard.browser().await("document.querySelectorAll('.site-card .sparkline').length > 1");
        assertThat(dashboard.text()).contains("Conversion rate", "Value");
        dashboard
                .browser()
                .script(
                        "[...document.querySelectorAll('.site-card h2 a')]"
                                + ".find(each => each.href.includes('site=' + arguments[0])).click()",
                        site());
        dashboard.browser().await("location.hash.startsWith('#/overview')");
        assertThat(dashboard.browser().address()).contains("site=" + site());
    }
}
