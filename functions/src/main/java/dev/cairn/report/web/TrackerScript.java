package dev.cairn.report.web;

import dev.cairn.http.BrowserPaths;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TextResponse;
import dev.cairn.store.Hashes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves the browser script, with this stack's event path filled in, and its parts {@code -embeds} and {@code -more},
 * which only some pages load. Each has two paths: a plain one, cached for an hour, and one with {@code -VERSION} after
 * the script's name, cached permanently. The version is 12 hex digits of the SHA-256 hash of all three texts. The
 * script is public; any page may load it, even with an integrity attribute or under a Cross-Origin-Embedder-Policy.
 */
public final class TrackerScript {
    /** The name suffixes of the script and its parts. */
    private static final List<String> PARTS = List.of("", "-embeds", "-more");

    /** Placeholder for the path in the script. */
    private static final String EVENT_PATH = "%EVENT_PATH%";

    /** A required line break from the minifier, between two words. */
    private static final Pattern BETWEEN_WORDS = Pattern.compile("(?<=[\\w$])\n(?=[\\w$])");

    private static final String TYPE = "text/javascript; charset=utf-8";
    private static final String AN_HOUR = "public, max-age=3600";
    private static final String FOR_GOOD = "public, max-age=31536000, immutable";
    private static final int VERSION_BYTES = 6;

    private final String stem;
    private final String version;
    private final Pattern anyVersion;
    /** By path, with and without the version. */
    private final Map<String, String> texts = new LinkedHashMap<>();

    public TrackerScript(BrowserPaths paths) {
        List<String> parts = PARTS.stream()
                .map(part -> resource(part).replace(EVENT_PATH, paths.event()))
                .toList();
        byte[] hash = Hashes.sha256(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
        this.version = "-" + HexFormat.of().formatHex(hash, 0, VERSION_BYTES);
        this.stem = paths.script().substring(0, paths.script().lastIndexOf('.'));
        this.anyVersion = Pattern.compile(Pattern.quote(stem) + "-[0-9a-f]{12}((-[a-z]+)?\\.js)");
        for (int i = 0; i < parts.size(); i++) {
            texts.put(stem + PARTS.get(i) + ".js", parts.get(i));
            texts.put(stem + version + PARTS.get(i) + ".js", parts.get(i));
        }
    }

    /** The paths of the script and its parts, with and without the version. */
    public Set<String> paths() {
        return texts.keySet();
    }

    /**
     * The requested path; for an outdated version, the unversioned path, so that pages that still use that version get
     * a script.
     */
    public String current(String requested) {
        Matcher versioned = anyVersion.matcher(requested);
        return versioned.matches() && !texts.containsKey(requested) ? stem + versioned.group(1) : requested;
    }

    public Response get(ApiRequest call) {
        String path = current(call.request().path());
        boolean versioned = path.startsWith(stem + version);
        Map<String, String> headers = Map.of(
                "content-location", versioned ? path : stem + version + path.substring(stem.length()),
                "access-control-allow-origin", "*",
                "cross-origin-resource-policy", "cross-origin");
        String text = texts.getOrDefault(path, "");
        return new TextResponse(200, TYPE, versioned ? FOR_GOOD : AN_HOUR, TextResponse.etag(text), headers, text);
    }

    private static String resource(String part) {
        String name = "/browser/cairn" + part + ".js";
        try (InputStream in = TrackerScript.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path: the build makes it");
            }
            // The minifier adds unnecessary line breaks, for editors that cannot show long lines.
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return BETWEEN_WORDS.matcher(text).replaceAll(" ").replace("\n", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
