package dev.cairn.collect.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.collect.text.JsonNodes;
import dev.cairn.domain.event.ContentHash;
import dev.cairn.store.Hashes;
import dev.cairn.store.Hmac;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Hashes the content that tells a repeat from a conflict (D1): the first 8 bytes of SHA-256 over name, at, seq, url,
 * referrer, props, value, order_id and type as sent, each with its length. The order of properties does not matter;
 * null counts as absent.
 */
final class ContentHasher {
    private ContentHasher() {}

    /** @param url from the event or its context, as sent; {@code referrer} likewise */
    static ContentHash of(JsonNode event, @Nullable String url, @Nullable String referrer) {
        List<@Nullable String> parts = new ArrayList<>();
        parts.add(text(event, "name"));
        parts.add(text(event, "at"));
        parts.add(text(event, "seq"));
        parts.add(url);
        parts.add(referrer);
        TreeMap<String, String> props = new TreeMap<>();
        for (var prop : JsonNodes.field(event, "props").properties()) {
            if (!prop.getValue().isNull()) {
                props.put(prop.getKey(), prop.getValue().toString());
            }
        }
        parts.add(Integer.toString(props.size()));
        props.forEach((key, value) -> {
            parts.add(key);
            parts.add(value);
        });
        JsonNode value = JsonNodes.field(event, "value");
        parts.add(text(value, "amount"));
        parts.add(text(value, "currency"));
        parts.add(text(event, "order_id"));
        parts.add(text(event, "type"));
        byte[] hash = Hashes.sha256(Hmac.lengthPrefixed(parts.toArray(new String[0])));
        return new ContentHash(ByteBuffer.wrap(hash).getLong());
    }

    private static @Nullable String text(JsonNode object, String name) {
        JsonNode value = JsonNodes.field(object, name);
        return JsonNodes.absent(value) ? null : value.asText();
    }
}
