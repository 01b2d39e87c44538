package dev.cairn.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import dev.cairn.browser.harness.PageServer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Embedded videos (B8), with players in {@code players/} that speak their messages from another origin. */
class PlayersTest {
    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    private final PageServer players = new PageServer();

    PlayersTest() throws IOException {}

    @AfterEach
    void stop() {
        players.close();
    }

    @ParameterizedTest
    @CsvSource({
        "youtube, /youtube/embed/abc123, abc123",
        "vimeo, /player.vimeo.com/video/76979871, 76979871",
        "wistia, /wistia/embed/iframe/x460r4tnc7, x460r4tnc7"
    })
    void B8_aVideoWatchedInAPlayerMeetsTheGoal(String player, String path, String video) throws Exception {
        Chromium browser = open(player, path, "");

        stage.site().awaitEvent("video_complete");
        browser.script("cairn('marker')");

        assertThat(stage.site().awaitEvent("marker"))
                .containsEntry("video_start", 1)
                .containsEntry("video_progress", 3)
                .containsEntry("video_complete", 1);
        assertThat(stage.site().goals()).containsEntry("video_watched", 1);
        assertThat(stage.network()
                        .events("video_complete")
                        .getFirst()
                        .at("/props/video")
                        .asText())
                .isEqualTo(video);
        assertThat(scripts()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "youtube, /youtube/embed/abc123",
        "vimeo, /player.vimeo.com/video/76979871",
        "wistia, /wistia/embed/iframe/x460r4tnc7"
    })
    void B8_whoJumpsToTheEndHasNotWatchedIt(String player, String path) throws Exception {
        Chromium browser = open(player, path, "?jump=1");

        stage.site().awaitEvent("video_complete");
        browser.script("cairn('marker')");

        assertThat(stage.site().awaitEvent("marker")).containsEntry("video_start", 1);
        assertThat(stage.site().goals()).doesNotContainKey("video_watched");
    }

    @Test
    void B8_aPlayerThatComesLaterIsFollowedAndAPageWithoutOneLoadsNothing() throws Exception {
        String player = player("vimeo", "/player.vimeo.com/video/1");
        String map = players.page("/maps/embed", "", "a map");
        Chromium browser = stage.browser()
                .open(stage.pages().page("/", stage.snippet(), "<iframe src='" + map + "'></iframe>"))
                .await("window.cairn && !cairn.q && document.readyState == 'complete'");
        browser.script("cairn('marker')");
        stage.site().awaitEvent("marker");
        assertThat(scripts()).isZero();

        browser.script(
                "const f = document.createElement('iframe'); f.src = arguments[0]; document.body.append(f)", player);

        stage.site().awaitEvent("video_complete");
        assertThat(stage.site().goals()).containsEntry("video_watched", 1);
        assertThat(scripts()).isEqualTo(1);
    }

    private Chromium open(String player, String path, String query) throws IOException {
        String frame = "<iframe src='%s%s'></iframe>".formatted(player(player, path), query);
        return stage.browser()
                .open(stage.pages().page("/", stage.snippet(), frame))
                .await("window.cairn && !cairn.q");
    }

    /** Under another host name than the page, so that it is another origin and another site. */
    private String player(String name, String path) throws IOException {
        try (InputStream in = PlayersTest.class.getResourceAsStream("players/" + name + ".html")) {
            players.file(path, "text/html", Objects.requireNonNull(in).readAllBytes());
        }
        return players.origin("127.0.0.1") + path;
    }

    private long scripts() {
        return stage.network().requests().stream()
                .filter(request -> request.path().endsWith("-embeds.js"))
                .count();
    }
}
