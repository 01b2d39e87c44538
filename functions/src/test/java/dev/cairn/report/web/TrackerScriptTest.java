package dev.cairn.report.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.http.BrowserPaths;
import dev.cairn.http.HttpRequest;
import dev.cairn.report.ReportWorld;
import dev.cairn.report.ReportWorld.Reply;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.TextResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** B4, and how the browser script is served. */
class TrackerScriptTest {
    private static final int MAX_GZIPPED_BYTES = 3_600;
    private static final int MAX_EMBEDS_BYTES = 2_000;

    private final ReportWorld world = new ReportWorld();

    @Test
    void B4_atMostThirtySixHundredBytesTravel() throws IOException {
        assertThat(gzipped(script("/cairn.js").body())).hasSizeLessThanOrEqualTo(MAX_GZIPPED_BYTES);
    }

    @Test
    void B4_whatFollowsVideosIsAFileOfAtMostTwoThousandBytes() throws IOException {
        assertThat(gzipped(script("/cairn-embeds.js").body())).hasSizeLessThanOrEqualTo(MAX_EMBEDS_BYTES);
        assertThat(gzipped(script("/cairn-more.js").body())).hasSizeLessThanOrEqualTo(MAX_EMBEDS_BYTES);
    }

    /** The script finds its parts by its own address: beside /cairn-VERSION.js is /cairn-VERSION-embeds.js. */
    @ParameterizedTest
    @ValueSource(strings = {"embeds", "more"})
    void aPartIsServedBesideTheScriptUnderEachOfItsAddresses(String part) {
        String versioned = script("/cairn.js").headers().get("content-location").replace(".js", "-" + part + ".js");

        Reply hour = script("/cairn-" + part + ".js");
        Reply forGood = script(versioned);
        Reply outdated = script("/cairn-000000000000-" + part + ".js");

        assertThat(hour.headers())
                .containsEntry("cache-control", "public, max-age=3600")
                .containsEntry("content-location", versioned);
        assertThat(forGood.headers()).containsEntry("cache-control", "public, max-age=31536000, immutable");
        assertThat(outdated.headers()).containsEntry("cache-control", "public, max-age=3600");
        assertThat(hour.body()).isEqualTo(forGood.body()).isEqualTo(outdated.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page_view",
                "engagement",
                "contact_click",
                "file_download",
                "outbound_click",
                "form_",
                "identify",
                "consent_withdrawn",
                "globalPrivacyControl",
                "data-cairn-event"
            })
    void B2_theScriptThatIsServedIsTheWholeOne(String part) {
        assertThat(script("/cairn.js").body()).contains(part);
    }

    @Test
    void anybodyMayLoadItAndKeepItForAnHour() {
        Reply reply = script("/cairn.js");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers())
                .containsEntry("content-type", "text/javascript; charset=utf-8")
                .containsEntry("cache-control", "public, max-age=3600")
                .containsEntry("access-control-allow-origin", "*")
                .containsEntry("cross-origin-resource-policy", "cross-origin")
                .containsEntry("x-content-type-options", "nosniff");
        assertThat(script("/cairn.js", Map.of("if-none-match", reply.headers().get("etag")))
                        .status())
                .isEqualTo(304);
    }

    @Test
    void underItsVersionItIsKeptForGood() {
        Reply current = script("/cairn.js");
        String versioned = current.headers().get("content-location");

        Reply reply = script(versioned);

        assertThat(versioned).matches("/cairn-[0-9a-f]{12}\\.js");
        assertThat(reply.headers()).containsEntry("cache-control", "public, max-age=31536000, immutable");
        assertThat(reply.body()).isEqualTo(current.body());
    }

    @Test
    void aPageThatNamesAVersionThatWasGetsTheOneThatIsAndKeepsItForAnHour() {
        Reply reply = script("/cairn-000000000000.js");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("cache-control", "public, max-age=3600");
        assertThat(script("/cairn-000.js").status()).isEqualTo(404);
    }

    @Test
    void itSendsToThePathOfThisStackAndItsVersionDependsOnThat() {
        TrackerScript usual = new TrackerScript(BrowserPaths.DEFAULT);
        TrackerScript other = new TrackerScript(new BrowserPaths("/in/7f", "/s/lib.js", "/p.gif"));

        assertThat(other.paths())
                .contains("/s/lib.js", "/s/lib-embeds.js", "/s/lib-more.js")
                .anyMatch(path -> path.matches("/s/lib-[0-9a-f]{12}\\.js"))
                .anyMatch(path -> path.matches("/s/lib-[0-9a-f]{12}-embeds\\.js"));
        assertThat(version(other)).isNotEqualTo(version(usual));
        assertThat(body(other)).contains("\"/in/7f\"").doesNotContain("/v1/events", "%EVENT_PATH%");
        assertThat(body(usual)).contains("\"/v1/events\"");
    }

    private static String version(TrackerScript script) {
        return script.paths().stream()
                .filter(path -> path.matches(".*-[0-9a-f]{12}\\.js"))
                .findFirst()
                .orElseThrow()
                .replaceAll(".*-", "");
    }

    private static String body(TrackerScript script) {
        HttpRequest request = new HttpRequest(
                "GET", script.paths().iterator().next(), Map.of(), Map.of(), new byte[0], "192.0.2.1", 0, "request-1");
        return ((TextResponse) script.get(new ApiRequest(request, Map.of()))).body();
    }

    private Reply script(String path) {
        return script(path, Map.of());
    }

    private Reply script(String path, Map<String, String> headers) {
        return world.call("GET", path, null, headers, "");
    }

    private static byte[] gzipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
