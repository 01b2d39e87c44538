package dev.cairn.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import dev.cairn.browser.harness.Waiting;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scrolling and engaged time (B2, G2): reading counts, an idle page does not. */
class ReadingTest {
    private static final String LONG_PAGE = "<div style='height: 4000px'>long</div>";

    @RegisterExtension
    final BrowserFixture stage =
            new BrowserFixture("goals: {read_on: {tier: micro, kind: secondary, match: {dwell: {min: 2s}}}}");

    @Test
    void G2_whoScrollsOverHalfOfALongPageMeetsTheGoal() throws Exception {
        Chromium browser = stage.browser().open(stage.pages().page("/", stage.snippet(), LONG_PAGE));
        browser.await("window.cairn && !cairn.q");

        browser.script("scrollTo(0, 2400)");
        browser.await("scrollY >= 2400");
        leave(browser);

        assertThat(stage.site().awaitGoal("scrolled_half", 1)).containsEntry("scrolled_half", 1);
    }

    @Test
    void G2_aThirdOfALongPageIsNotHalf() throws Exception {
        Chromium browser = stage.browser().open(stage.pages().page("/", stage.snippet(), LONG_PAGE));
        browser.await("window.cairn && !cairn.q");

        browser.script("scrollTo(0, 400)");
        browser.await("scrollY >= 400");
        leave(browser);

        assertThat(stage.site().awaitEvent("engagement")).containsEntry("engagement", 1);
        assertThat(stage.site().goals()).doesNotContainKey("scrolled_half");
    }

    @Test
    void G2_aPageShorterThanTheWindowIsNotScrolled() throws Exception {
        Chromium browser = stage.browser().open(stage.pages().page("/", stage.snippet(), "<p>short</p>"));
        browser.await("window.cairn && !cairn.q");
        browser.await("performance.now() > 2200"); // read for less than the 5 s that would count

        leave(browser);

        assertThat(stage.site().awaitEvent("engagement")).containsEntry("engagement", 1);
        assertThat(stage.network()
                        .events("engagement")
                        .getFirst()
                        .at("/props/scrolled")
                        .asBoolean())
                .isFalse();
        assertThat(stage.site().goals()).doesNotContainKey("scrolled_half");
    }

    @Test
    void G2_timeCountsWhileThePageIsSeenAndNotWhileAnotherTabIs() throws Exception {
        Chromium browser = stage.browser().open(stage.pages().page("/", stage.snippet(), "<p>text</p>"));
        browser.await("window.cairn && !cairn.q");
        browser.await("performance.now() > 3000");
        String reading = browser.tab();

        browser.newTab();
        Waiting.until("three seconds elsewhere", System::nanoTime, laterThan(3_000));
        browser.switchTo(reading);
        double secondsOpen =
                ((Number) Objects.requireNonNull(browser.script("return performance.now() / 1000"))).doubleValue();
        leave(browser);

        assertThat(stage.site().awaitGoal("read_on", 1)).containsEntry("read_on", 1);
        double seconds = stage.site().overview().path("engaged_seconds").asDouble();
        assertThat(seconds).isGreaterThanOrEqualTo(2);
        assertThat(seconds).as("the time elsewhere is left out").isLessThan(secondsOpen - 2.5);
        assertThat(engagedMillis()).isEqualTo(Math.round(seconds * 1000));
    }

    @Test
    void B4_aPageThatCannotBeScrolledReportsNoDepth() throws Exception {
        Chromium browser = stage.browser().open(stage.pages().page("/", stage.snippet(), "<p>short</p>"));
        browser.await("performance.now() > 2200 && window.cairn && !cairn.q");

        leave(browser);

        stage.site().awaitEvent("engagement");
        assertThat(stage.network().events("engagement").getFirst().path("props").has("scroll"))
                .isFalse();
    }

    @Test
    void B4_theDepthIsThatOfTheElementThatScrolls() throws Exception {
        String page = "<style>html, body { height: 100%%; margin: 0; overflow: hidden }</style>"
                + "<textarea id=text style='height: 60px'>%s</textarea>"
                + "<main style='height: 90%%; overflow: auto'>" + LONG_PAGE + "</main>";
        Chromium browser =
                stage.browser().open(stage.pages().page("/", stage.snippet(), page.formatted("line\n".repeat(99))));
        browser.await("window.cairn && !cairn.q");

        browser.script("document.getElementById('text').scrollTop = 9999");
        browser.await("performance.now() > 2000");
        leave(browser);
        stage.site().awaitEvent("engagement");
        assertThat(stage.network().events("engagement").getFirst().path("props").has("scroll"))
                .as("a text field is not the page")
                .isFalse();

        browser.back();
        browser.await("document.querySelector('main') && window.cairn && !cairn.q");
        browser.script("document.querySelector('main').scrollTop = 2400");
        browser.await("document.querySelector('main').scrollTop >= 2400");
        leave(browser);

        assertThat(stage.site().awaitGoal("scrolled_half", 1)).containsEntry("scrolled_half", 1);
        int depth = stage.network()
                .events("engagement")
                .getLast()
                .at("/props/scroll")
                .asInt();
        assertThat(depth).isBetween(60, 85);
    }

    @Test
    void B4_scrollingMeasuresAtMostFourTimesASecond() throws Exception {
        Chromium browser = stage.browser().open(stage.pages().page("/", stage.snippet(), LONG_PAGE));
        browser.await("window.cairn && !cairn.q && document.readyState == 'complete'");

        browser.asyncScript("""
                window.reads = 0;
                for (const name of ['scrollTop', 'scrollHeight', 'clientHeight']) {
                  const {get} = Object.getOwnPropertyDescriptor(Element.prototype, name);
                  Object.defineProperty(Element.prototype, name, {get() { name == 'scrollTop' && reads++; return get.call(this) }});
                }
                for (const name of ['scrollY', 'innerHeight']) {
                  const {get, set} = Object.getOwnPropertyDescriptor(window, name);
                  Object.defineProperty(window, name, {get() { name == 'scrollY' && reads++; return get.call(window) }, set});
                }
                const begun = performance.now();
                while (performance.now() - begun < 2000) {
                  scrollBy(0, 5);
                  await new Promise(done => setTimeout(done, 16));
                }
                """);

        assertThat(((Number) Objects.requireNonNull(browser.script("return reads"))).intValue())
                .isBetween(1, 9);
    }

    /** Replaces the page: the previous one is left, as by a click on a link. */
    private void leave(Chromium browser) throws Exception {
        browser.open(stage.pages().page("/elsewhere", "", ""));
    }

    private long engagedMillis() {
        return stage.network().events("engagement").stream()
                .mapToLong(event -> event.at("/props/engaged_ms").asLong())
                .sum();
    }

    private static Predicate<Long> laterThan(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        return now -> now > end;
    }
}
