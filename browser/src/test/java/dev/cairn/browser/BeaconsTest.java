package dev.cairn.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import dev.cairn.browser.harness.Network;
import dev.cairn.browser.harness.Waiting;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.WebDriverException;

/** A page view waits for what follows it (B3), and gets lost no more often for that. */
class BeaconsTest {
    private static final String HELD = "performance.now() > 4000";

    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @Test
    void B3_aPageViewTravelsWithWhatFollowsIt() throws Exception {
        Chromium browser = open().await(HELD);
        assertThat(stage.network().bodies()).as("sent while it waits").isEmpty();

        browser.script("cairn('marker')");

        assertThat(stage.site().awaitEvent("marker")).containsEntry("page_view", 1);
        assertThat(stage.network().bodies()).hasSize(1);
        assertThat(stage.network().names()).containsExactly("page_view", "marker");
    }

    @Test
    void B3_aPageViewThatNothingFollowsIsSentAfterTenSecondsAndOnce() throws Exception {
        Chromium browser = open();

        assertThat(stage.site().awaitEvent("page_view")).containsEntry("page_view", 1);
        browser.await("performance.now() > 21000"); // the browser's copy would have been sent by now

        assertThat(stage.network().names()).containsOnlyOnce("page_view");
    }

    @Test
    void B3_aTabThatIsClosedMeanwhileLosesNothing() throws Exception {
        Chromium browser = stage.browser();
        browser.newTab();
        open().await(HELD);
        assertThat(stage.network().bodies()).isEmpty();

        browser.closeTab();

        assertThat(stage.site().awaitEvent("page_view")).containsEntry("page_view", 1);
    }

    @Test
    void B3_aPageThatCrashesMeanwhileLosesNothing() throws Exception {
        Chromium browser = stage.browser();
        String other = browser.tab();
        browser.newTab();
        open().await(HELD);
        assertThat(stage.network().bodies()).isEmpty();

        crash(browser);
        browser.switchTo(other);

        assertThat(Waiting.until("the page view", () -> stage.network().names(), names -> !names.isEmpty()))
                .containsExactly("page_view");
    }

    @Test
    void B3_aPageViewThatWaitsIsSentAfterAnOutage() throws Exception {
        stage.expectingErrors("net::ERR_");
        Chromium browser = open().await(HELD);
        stage.network().becomes(Network.Mood.BROKEN);

        browser.script("cairn('marker')");
        Waiting.until("a try", () -> stage.network().bodies().size(), tries -> tries > 0);
        stage.network().becomes(Network.Mood.PASSING);

        assertThat(stage.site().awaitEvent("marker")).containsEntry("page_view", 1);
    }

    private Chromium open() throws Exception {
        return stage.browser()
                .open(stage.pages().page("/", stage.snippet(), ""))
                .await("window.cairn && !cairn.q");
    }

    /** The driver notices, and says so. */
    private static void crash(Chromium browser) {
        try {
            browser.devTools("Page.crash", Map.of());
        } catch (WebDriverException crashed) {
            assertThat(crashed.getMessage()).contains("crash");
        }
    }
}
