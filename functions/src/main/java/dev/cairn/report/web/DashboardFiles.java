package dev.cairn.report.web;

import dev.cairn.http.PublicPaths;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TextResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Serves the dashboard's files from {@code public/}: the page at {@code /} and the files it loads under {@code /app/}.
 * They are public and contain no data of any site.
 */
public final class DashboardFiles {
    /** A name and an extension, in one of the folders or beside them; no leading dot. */
    private static final Pattern NAME = Pattern.compile("([a-z]+/)?[a-z0-9][a-z0-9-]*\\.(js|css|svg|txt)");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8");

    /** Nothing from other origins, nothing inline, no framing. */
    private static final Map<String, String> POLICY = Map.of(
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "referrer-policy",
            "no-referrer");

    private final Map<String, TextResponse> files = new ConcurrentHashMap<>();
    private final String script;

    /** @param paths location of this stack's script, for the line that a new site has to paste */
    public DashboardFiles(PublicPaths paths) {
        this.script = paths.script();
    }

    public Response page(ApiRequest call) {
        return file("index.html").orElseThrow(() -> new IllegalStateException("index.html is not on the class path"));
    }

    public Response asset(ApiRequest call) {
        String name = call.path("file");
        Optional<TextResponse> file = NAME.matcher(name).matches() ? file("app/" + name) : Optional.empty();
        return file.<Response>map(content -> content)
                .orElseGet(() -> ErrorResponse.of(404, "not_found", "No such file."));
    }

    /** Missing files are not cached, because anyone can request any name. */
    private Optional<TextResponse> file(String name) {
        Optional<TextResponse> file = Optional.ofNullable(files.get(name)).or(() -> read(name));
        file.ifPresent(content -> files.put(name, content));
        return file;
    }

    private Optional<TextResponse> read(String name) {
        try (InputStream in = DashboardFiles.class.getResourceAsStream("/public/" + name)) {
            if (in == null) {
                return Optional.empty();
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("{{script}}", script);
            String type = Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), name);
            return Optional.of(new TextResponse(200, type, "public, no-cache", TextResponse.etag(text), POLICY, text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
