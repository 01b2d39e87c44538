package dev.cairn.report;

import dev.cairn.store.Hashes;
import dev.cairn.store.Json;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer as text.
 *
 * @param etag strong entity tag, quotes included; null where the answer is about one request only
 */
record Content(
        int status,
        String type,
        String cacheControl,
        @Nullable String etag,
        Map<String, String> headers,
        String body) implements Answer {

    static final String JSON = "application/json; charset=utf-8";

    /** To be asked for again each time, by entity tag. */
    static final String REVALIDATE = "private, no-cache";

    static final String NEVER_STORED = "no-store";

    /** What is there now. */
    static Content json(Object body) {
        String text = Json.write(body);
        return new Content(200, JSON, REVALIDATE, etag(text), Map.of(), text);
    }

    /** The outcome of a request that changed something. */
    static Content done(int status, Object body) {
        return new Content(status, JSON, NEVER_STORED, null, Map.of(), Json.write(body));
    }

    static Content nothing() {
        return new Content(204, JSON, NEVER_STORED, null, Map.of(), "");
    }

    Content withEtag(String tag) {
        return new Content(status, type, cacheControl, tag, headers, body);
    }

    Content withHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Content(status, type, cacheControl, etag, more, body);
    }

    static String etag(String body) {
        return '"' + Hashes.text(body) + '"';
    }
}
