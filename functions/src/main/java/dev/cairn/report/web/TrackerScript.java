package dev.cairn.report.web;

import dev.cairn.http.PublicPaths;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TextResponse;
import dev.cairn.store.Hashes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Serves the browser script, with this stack's event path filled in, at two addresses: its path, cached for an hour,
 * and the same with {@code -VERSION} before the extension, cached permanently. The version is 12 hex digits of the
 * text's SHA-256. The script is public; any page may load it, also with an integrity attribute or under a
 * Cross-Origin-Embedder-Policy.
 */
public final class TrackerScript {
    private static final String RESOURCE = "/browser/cairn.js";

    /** Placeholder for the path in the script. */
    private static final String EVENT_PATH = "%EVENT_PATH%";

    private static final String TYPE = "text/javascript; charset=utf-8";
    private static final String AN_HOUR = "public, max-age=3600";
    private static final String FOR_GOOD = "public, max-age=31536000, immutable";
    private static final int VERSION_BYTES = 6;

    private final String path;
    private final String versionedPath;
    private final Pattern anyVersion;
    private final String text;

    public TrackerScript(PublicPaths paths) {
        this.text = resource().replace(EVENT_PATH, paths.event());
        byte[] hash = Hashes.sha256(text.getBytes(StandardCharsets.UTF_8));
        String stem = paths.script().substring(0, paths.script().lastIndexOf('.'));
        this.path = paths.script();
        this.versionedPath = stem + "-" + HexFormat.of().formatHex(hash, 0, VERSION_BYTES) + ".js";
        this.anyVersion = Pattern.compile(Pattern.quote(stem) + "-[0-9a-f]{12}\\.js");
    }

    public String path() {
        return path;
    }

    public String versionedPath() {
        return versionedPath;
    }

    /**
     * The requested path; for an outdated version, the unversioned path, so that a page that still names that version
     * gets a script.
     */
    public String current(String requested) {
        boolean outdated = anyVersion.matcher(requested).matches() && !requested.equals(versionedPath);
        return outdated ? path : requested;
    }

    public Response get(ApiRequest call) {
        boolean versioned = call.request().path().equals(versionedPath);
        Map<String, String> headers = Map.of(
                "content-location", versionedPath,
                "access-control-allow-origin", "*",
                "cross-origin-resource-policy", "cross-origin");
        return new TextResponse(200, TYPE, versioned ? FOR_GOOD : AN_HOUR, TextResponse.etag(text), headers, text);
    }

    private static String resource() {
        try (InputStream in = TrackerScript.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path: the build makes it");
            }
            // The minifier adds line breaks that the script does not need, for editors that cannot show long lines.
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\n", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
