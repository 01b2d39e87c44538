package dev.cairn.report.web;

import dev.cairn.http.BrowserPaths;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Serves the dashboard's files from {@code public/}: the page at {@code /} and the files it loads under {@code /app/}.
 * They are public and contain no data of any site.
 */
public final class DashboardFiles {
    /** A name with an extension, optionally in a folder; no leading dot. */
    private static final Pattern NAME = Pattern.compile("([a-z]+/)?[a-z0-9][a-z0-9-]*\\.(js|css|svg|txt|json)");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8",
            "json", "application/json; charset=utf-8");

    private static final String SECURITY = "content-security-policy";

    /** Allows nothing from other origins and nothing inline. */
    private static final String OWN_ONLY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors ";

    /** Also forbids framing. */
    private static final Map<String, String> POLICY =
            Map.of(SECURITY, OWN_ONLY + "'none'", "referrer-policy", "no-referrer");

    /** A comment on lines of its own: types and explanations, a sixth of the size that browsers would load. */
    private static final Pattern COMMENT = Pattern.compile("(?m)^[ \\t]*/\\*\\*[^*]*+(?:\\*(?!/)[^*]*+)*+\\*/[ \\t]*$");

    private final Map<String, TextResponse> files = new ConcurrentHashMap<>();
    private final String script;

    /** @param paths the path of this stack's script, for the snippet that a new site has to paste */
    public DashboardFiles(BrowserPaths paths) {
        this.script = paths.script();
    }

    public Response page(ApiRequest call) {
        return page();
    }

    private TextResponse page() {
        return file("index.html").orElseThrow(() -> new IllegalStateException("index.html is not on the class path"));
    }

    /**
     * The page, which the given origins may frame; without origins, framing is forbidden.
     *
     * @param status the response's status
     * @param origins the origins in the format of a content security policy, checked by the plan's parser
     */
    public Response framedPage(int status, Set<String> origins) {
        TextResponse page = page();
        String ancestors = origins.isEmpty() ? "'none'" : "'self' " + String.join(" ", origins);
        return new TextResponse(status, page.type(), "no-store", null, POLICY, page.body())
                .withHeader(SECURITY, OWN_ONLY + ancestors);
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
            if (name.endsWith(".js")) {
                text = withoutComments(text);
            }
            String type = Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), name);
            return Optional.of(new TextResponse(200, type, "public, no-cache", TextResponse.etag(text), POLICY, text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps line breaks, so that line numbers in browser errors match the source. */
    static String withoutComments(String code) {
        return COMMENT.matcher(code)
                .replaceAll(comment -> "\n".repeat((int) comment.group().lines().count() - 1));
    }
}
