package dev.cairn.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import dev.cairn.browser.harness.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A page that is set up wrongly: its console says what is wrong, and nothing is tried again that can never pass. */
class MisconfigurationTest {
    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @Test
    void anUnknownSiteIsSaidInTheConsole() throws Exception {
        stage.expectingErrors("403");
        String snippet = stage.snippet().replace("data-site=\"" + stage.site().id(), "data-site=\"typo");

        stage.browser().open(stage.pages().page("/", snippet, ""));

        assertThat(said("The plan has no site")).contains("cairn:", "unknown_site");
    }

    @Test
    void anOriginThatIsNotAllowedIsSaidInTheConsoleAndInHealth() throws Exception {
        stage.expectingErrors("403");
        stage.pages().page("/", stage.snippet(), "");
        String origin = stage.pages().origin("shop.localhost");

        stage.browser().open(origin + "/");

        assertThat(said("is not allowed"))
                .contains("The origin " + origin, "sites." + stage.site().id() + ".origins");
        assertThat(stage.network().bodies()).as("it is not tried again").hasSize(1);

        // Counts that the process holds are written with a later request.
        stage.browser().open(origin + "/");
        JsonNode refused = Waiting.until(
                "a refused origin in health",
                () -> stage.site().read("health").path("refused_origins"),
                each -> !each.isEmpty());
        assertThat(refused.path(0).path("origin").asText()).isEqualTo(origin);
    }

    @Test
    void B3_debugNeverThrowsWhateverIsWrong() throws Exception {
        stage.expectingErrors("403").expectingErrors("net::ERR_");
        String typo = stage.snippet().replace("data-site=\"" + stage.site().id(), "data-site=\"typo");
        stage.pages().page("/typo", typo, "");
        stage.pages().page("/", stage.snippet(), "");
        String foreign = stage.pages().origin("shop.localhost");
        String unreachable = stage.snippet("data-endpoint=http://localhost:1/v1/events");
        stage.pages().page("/unreachable", unreachable, "");

        List<String> lines = new ArrayList<>();
        for (String page : List.of(
                stage.pages().origin() + "/typo", foreign + "/", stage.pages().origin() + "/unreachable")) {
            stage.browser().open(page + "?cairn_debug=1");
            lines.add(said(page.endsWith("/unreachable") ? "\"cairn:\" 0" : "message"));
        }

        assertThat(lines.get(0)).contains("The plan has no site");
        assertThat(lines.get(1)).contains("The origin " + foreign);
        assertThat(lines).noneMatch(line -> line.contains("SyntaxError") || line.contains("Uncaught"));
    }

    @Test
    void B3_onlyWhatMayPassLaterIsTriedAgain() throws Exception {
        Chromium browser = stage.browser()
                .open(stage.pages().page("/", stage.snippet(), ""))
                .await("window.cairn && !cairn.q");
        stage.site().awaitEvent("page_view");
        browser.script("""
                window.tries = {};
                window.fetch = (url, {body}) => {
                  const [{name}] = JSON.parse(body).events;
                  tries[name] = (tries[name] || 0) + 1;
                  const status = tries[name] == 1 ? +name.slice(1) : 202;
                  return Promise.resolve(new Response('{"error":{"message":"no"}}', {status}));
                };
                window.once = async status => {
                  cairn('s' + status);
                  while (!tries['s' + status]) await new Promise(done => setTimeout(done, 20));
                };
                window.all = (async () => { for (const status of [400, 401, 403, 413, 415, 422, 429, 503]) await once(status); })();
                all.then(() => setTimeout(() => window.over = true, 4000));
                """);
        browser.await("window.over");

        for (int status : new int[] {400, 401, 403, 413, 415, 422}) {
            assertThat(browser.script("return tries.s" + status))
                    .as("tries after " + status)
                    .isEqualTo(1L);
        }
        for (int status : new int[] {429, 503}) {
            assertThat(browser.script("return tries.s" + status))
                    .as("tries after " + status)
                    .isEqualTo(2L);
        }
    }

    private String said(String part) {
        List<String> lines = new ArrayList<>();
        return Waiting.until(
                part,
                () -> {
                    lines.addAll(console());
                    return String.join("\n", lines);
                },
                text -> text.contains(part));
    }

    private List<String> console() {
        try {
            return stage.browser().console();
        } catch (IOException noBrowser) {
            throw new UncheckedIOException(noBrowser);
        }
    }
}
