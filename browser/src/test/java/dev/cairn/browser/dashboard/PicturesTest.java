package dev.cairn.browser.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Cairn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Makes the pictures of the documents from the demo, into {@code docs/images}: run it with
 * {@code JAVA_OPTIONS=-Dcairn.pictures=DIR tests/browser dashboard.PicturesTest} after the dashboard has changed, and
 * look at them. {@code -Dcairn.pictures.data=FOLDER} saves loading the demo, and
 * {@code -Dcairn.pictures.language=de} takes the views in that language.
 */
class PicturesTest {
    private static final String FOLDER = "cairn.pictures";
    private static final String DATA = "cairn.pictures.data";
    private static final String LANGUAGE = "cairn.pictures.language";
    private static final long MOST_BYTES = 3_000_000;
    private static final int QUALITY = 62;

    private static final Map<String, String> VIEWS = new LinkedHashMap<>();

    static {
        VIEWS.put("today", "");
        VIEWS.put("overview", "#/overview");
        VIEWS.put("funnel", "#/funnels/checkout");
        VIEWS.put("breakdown", "#/funnels/checkout?by=channel");
        VIEWS.put("one-day", "#/overview?range=yesterday");
        VIEWS.put("goals", "#/goals");
        VIEWS.put("micros", "#/micros");
        VIEWS.put("channels", "#/channels");
        VIEWS.put("pages", "#/pages");
        VIEWS.put("forms", "#/pages/forms");
        VIEWS.put("videos", "#/pages/videos");
        VIEWS.put("targets", "#/targets");
        VIEWS.put("audiences", "#/audiences");
        VIEWS.put("anomalies", "#/anomalies");
        VIEWS.put("health", "#/health");
        VIEWS.put("live", "#/live");
        VIEWS.put("plan", "#/plan");
        VIEWS.put("settings", "#/settings");
    }

    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @Test
    void everyViewIsPictured() throws Exception {
        String folder = System.getProperty(FOLDER);
        Assumptions.assumeTrue(folder != null, "pictures are made with -D" + FOLDER + "=docs/images");
        stage.expectingErrors("/v1/").expectingErrors("/app/").expectingErrors("favicon");
        Path images = Files.createDirectories(Path.of(String.valueOf(folder)));
        String data = System.getProperty(DATA);
        try (Cairn demo = Cairn.withDemo(data == null ? null : Path.of(data))) {
            Dashboard dashboard = Dashboard.withKey(stage, demo, demo.adminKey());
            String language = System.getProperty(LANGUAGE);
            if (language != null) {
                dashboard.open("");
                speak(dashboard, language);
            }
            for (Map.Entry<String, String> view : VIEWS.entrySet()) {
                take(dashboard, view.getValue(), images.resolve(view.getKey() + ".webp"), 1280);
            }
            dashboard.prefers("dark");
            take(dashboard, "", images.resolve("today-dark.webp"), 1280);
            take(dashboard, "#/funnels/checkout", images.resolve("dark-funnel.webp"), 1280);
            dashboard.prefers("light");
            take(dashboard, "", images.resolve("today-phone.webp"), 390);
            take(dashboard, "#/micros", images.resolve("micros-phone.webp"), 390);
            languages(dashboard, images);
            exceptions(dashboard, images);
        }
        try (Stream<Path> files = Files.list(images)) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThan(MOST_BYTES);
        }
    }

    private static void languages(Dashboard dashboard, Path images) throws IOException {
        for (String language : new String[] {"de", "nl", "fr"}) {
            speak(dashboard, language);
            take(dashboard, "", images.resolve("today-" + language + ".webp"), 1280);
        }
        dashboard.browser().script("localStorage.removeItem('cairn-language')");
    }

    private static void speak(Dashboard dashboard, String language) {
        dashboard.browser().script("localStorage.setItem('cairn-language', arguments[0])", language);
    }

    /** What there is to see of a site without events, and without a connection. */
    private void exceptions(Dashboard dashboard, Path images) throws IOException {
        dashboard.open("").browser().offline(true);
        dashboard.browser().script("location.hash = '#/goals'");
        dashboard.says("No connection");
        write(dashboard, images.resolve("error.webp"), 1280);
        dashboard.browser().offline(false);
        Dashboard empty = Dashboard.signedIn(stage);
        take(empty, "", images.resolve("empty.webp"), 1280);
    }

    private static void take(Dashboard dashboard, String fragment, Path file, int width) throws IOException {
        dashboard.wide(width).open(fragment);
        write(dashboard, file, width);
    }

    private static void write(Dashboard dashboard, Path file, int width) throws IOException {
        Object height = dashboard.browser().asyncScript("""
                await new Promise(done => setTimeout(done, 600));
                return Math.min(2400, document.documentElement.scrollHeight);
                """);
        Map<String, Object> shot = dashboard
                .browser()
                .devTools(
                        "Page.captureScreenshot",
                        Map.of(
                                "format",
                                "webp",
                                "quality",
                                QUALITY,
                                "captureBeyondViewport",
                                true,
                                "clip",
                                Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)));
        Files.write(file, Base64.getDecoder().decode(String.valueOf(shot.get("data"))));
    }
}
