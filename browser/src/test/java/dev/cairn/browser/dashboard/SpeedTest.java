package dev.cairn.browser.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The dashboard over a slow line and on a slow processor, and what its cards read (H6.2). */
class SpeedTest {
    private static final String FIRST_FIGURE = """
            new MutationObserver((changes, watching) => {
              if (document.querySelector('.figure .value')?.textContent) {
                window.firstFigureMs = performance.now();
                watching.disconnect();
              }
            }).observe(document, {childList: true, subtree: true});
            """;

    private static final int BYTES_A_SECOND = 1_600_000 / 8;
    private static final int LATENCY_MILLIS = 150;
    private static final int SLOWER = 4;
    /** What is aimed at, and printed. */
    private static final double AIM_MILLIS = 2_500;
    /** What fails: wall time is twice as long where other processes want the processor, too. */
    private static final double LONGEST_MILLIS = 2 * AIM_MILLIS;

    private static final long MOST_BYTES_OF_A_CARD = 50_000;

    /** The quickest counts: another process may take the processor, but nothing makes the page quicker than it is. */
    private static final int TRIES = 4;

    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @Test
    void H6_2_onASlowLineAndProcessorTheFirstFigureIsThereWithinSeconds() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.signedIn(stage);
        Chromium browser = dashboard.browser();
        browser.beforeEachPage(FIRST_FIGURE);
        browser.devTools("Network.enable", Map.of());
        browser.devTools(
                "Network.emulateNetworkConditions",
                Map.of(
                        "offline",
                        false,
                        "latency",
                        LATENCY_MILLIS,
                        "downloadThroughput",
                        BYTES_A_SECOND,
                        "uploadThroughput",
                        BYTES_A_SECOND));
        browser.devTools("Emulation.setCPUThrottlingRate", Map.of("rate", SLOWER));

        double quickest = Double.MAX_VALUE;
        double cold = Double.MAX_VALUE;
        for (int i = 0; i < TRIES && quickest > AIM_MILLIS; i++) {
            browser.devTools("Network.clearBrowserCache", Map.of());
            cold = Math.min(cold, firstFigure(dashboard));
            quickest = Math.min(quickest, firstFigure(dashboard));
        }
        System.out.printf(
                "The first figure: %.0f ms of %.0f, with nothing cached %.0f ms.%n", quickest, AIM_MILLIS, cold);

        assertThat(quickest).isLessThanOrEqualTo(LONGEST_MILLIS);
    }

    private static double firstFigure(Dashboard dashboard) {
        dashboard.open("#/overview");
        return ((Number) Objects.requireNonNull(dashboard.browser().script("return window.firstFigureMs")))
                .doubleValue();
    }

    @Test
    void H6_2_noCardReadsMoreThan50Kilobytes() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.signedIn(stage, stage.cairn().adminKey());
        for (String view : List.of(
                "today",
                "overview",
                "funnels",
                "goals",
                "micros",
                "channels",
                "pages",
                "targets",
                "audiences",
                "anomalies",
                "health",
                "live")) {
            dashboard.open("#/" + view + "?range=12m&site=" + stage.site().id());

            List<?> large = (List<?>) dashboard.browser().script("""
                    return performance.getEntriesByType('resource')
                        .filter(each => each.name.includes('/v1/') && each.encodedBodySize > arguments[0])
                        .map(each => each.name + ' ' + each.encodedBodySize);
                    """, MOST_BYTES_OF_A_CARD);
            assertThat(large).as(view).isEmpty();
        }
    }
}
