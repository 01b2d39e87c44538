package dev.cairn.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Videos (B2): a real one of two seconds, and a file that is not a video. */
class VideoTest {
    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @Test
    void B2_aVideoPlayedToTheEndMeetsTheGoal() throws Exception {
        Chromium browser = open("<video id=v muted src=/two-seconds.webm></video>");

        browser.script("document.getElementById('v').play()");
        browser.await("document.getElementById('v').ended");
        browser.script("cairn('marker')");

        assertThat(stage.site().awaitEvent("marker"))
                .containsEntry("video_start", 1)
                .containsEntry("video_progress", 3)
                .containsEntry("video_complete", 1);
        assertThat(stage.site().goals()).containsEntry("video_watched", 1);
        assertThat(percents()).containsExactly(25, 50, 75);
        assertThat(stage.network()
                        .events("video_start")
                        .getFirst()
                        .at("/props/video")
                        .asText())
                .isEqualTo("v");
    }

    @Test
    void B2_whoJumpsToTheEndHasNotWatchedIt() throws Exception {
        Chromium browser = open("<video id=v muted></video>");
        browser.asyncScript("v.src = URL.createObjectURL(await (await fetch('/two-seconds.webm')).blob())");
        browser.await("v.readyState >= 2");

        browser.script("v.currentTime = 1.8");
        browser.await("v.currentTime > 1.7 && !v.seeking");
        browser.script("v.play()");
        browser.await("document.getElementById('v').ended");
        browser.script("cairn('marker')");

        assertThat(stage.site().awaitEvent("marker")).containsEntry("video_start", 1);
        assertThat(stage.site().goals()).doesNotContainKey("video_watched");
    }

    @Test
    void B2_aVideoThatComesLaterIsFollowedToo() throws Exception {
        Chromium browser = open("");

        browser.script("const v = document.createElement('video'); v.id = 'late'; v.muted = true;"
                + "v.src = '/two-seconds.webm'; document.body.append(v); v.play()");
        browser.await("document.getElementById('late').ended");
        browser.script("cairn('marker')");

        stage.site().awaitEvent("marker");
        assertThat(stage.site().goals()).containsEntry("video_watched", 1);
    }

    @Test
    void B2_aVideoThatFailsIsReportedWithItsCode() throws Exception {
        Chromium browser = open("<video id=v muted ></video>");
        stage.pages().file("/broken.webm", "video/webm", "no video at all".getBytes());

        browser.script("document.getElementById('v').src = '/broken.webm'");
        browser.await("document.getElementById('v').error");
        browser.script("cairn('marker')");

        assertThat(stage.site().awaitEvent("marker"))
                .containsEntry("video_error", 1)
                .doesNotContainKey("video_start");
        assertThat(stage.network()
                        .events("video_error")
                        .getFirst()
                        .path("props")
                        .toString())
                .isEqualTo("{\"video\":\"v\",\"code\":4}");
        assertThat(stage.site().goals()).doesNotContainKey("video_watched");
    }

    private Chromium open(String body) throws IOException {
        try (InputStream video = VideoTest.class.getResourceAsStream("two-seconds.webm")) {
            stage.pages()
                    .file(
                            "/two-seconds.webm",
                            "video/webm",
                            Objects.requireNonNull(video).readAllBytes());
        }
        return stage.browser()
                .open(stage.pages().page("/", stage.snippet(), body))
                .await("window.cairn && !cairn.q");
    }

    private List<Integer> percents() {
        return stage.network().events("video_progress").stream()
                .map(event -> event.at("/props/percent").asInt())
                .toList();
    }
}
