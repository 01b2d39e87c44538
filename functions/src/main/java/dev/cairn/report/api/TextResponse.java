package dev.cairn.report.api;

import dev.cairn.store.Hashes;
import dev.cairn.store.Json;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A complete response as text.
 *
 * @param etag strong entity tag, including the quotes; null if the response applies to a single request
 */
public record TextResponse(
        int status,
        String type,
        String cacheControl,
        @Nullable String etag,
        Map<String, String> headers,
        String body) implements Response {

    static final String JSON = "application/json; charset=utf-8";

    /** The client revalidates each time by entity tag. */
    static final String REVALIDATE = "private, no-cache";

    static final String NEVER_STORED = "no-store";

    /** The current state of a resource. */
    public static TextResponse json(Object body) {
        String text = Json.write(body);
        return new TextResponse(200, JSON, REVALIDATE, etag(text), Map.of(), text);
    }

    /** The outcome of a request that changed something. */
    public static TextResponse done(int status, Object body) {
        return new TextResponse(status, JSON, NEVER_STORED, null, Map.of(), Json.write(body));
    }

    public static TextResponse nothing() {
        return new TextResponse(204, JSON, NEVER_STORED, null, Map.of(), "");
    }

    public TextResponse withEtag(String tag) {
        return new TextResponse(status, type, cacheControl, tag, headers, body);
    }

    public TextResponse withHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new TextResponse(status, type, cacheControl, etag, more, body);
    }

    public static String etag(String body) {
        return '"' + Hashes.text(body) + '"';
    }
}
