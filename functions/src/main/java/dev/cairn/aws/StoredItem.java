package dev.cairn.aws;

import dev.cairn.store.Item;
import dev.cairn.store.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An {@link Item} as DynamoDB keeps it: {@code partition}, {@code sort}, {@code schema}, {@code revision},
 * {@code expires} (epoch seconds, a fraction is cut; the TTL attribute), and the body as {@code json} (text) or
 * {@code json_deflated} (binary). Reads either, whatever a later version decides to write (R8).
 */
final class StoredItem {
    static final String PARTITION = "partition";
    static final String SORT = "sort";
    static final String SCHEMA = "schema";
    static final String REVISION = "revision";
    static final String EXPIRES = "expires";
    static final String JSON = "json";
    static final String JSON_DEFLATED = "json_deflated";

    /**
     * A body longer than this is deflated where that makes it smaller. Measured with visitor days of 1, 4 and 15
     * events: 265, 673 and 1,841 bytes become 179, 378 and 947, so that a write unit holds 15 events instead of 6. What
     * is shorter is one unit anyway, and stays readable in the console.
     */
    static final int DEFLATE_ABOVE_BYTES = 300;

    /** DynamoDB's limit, names and values together. */
    static final int MAX_BYTES = 400 * 1024;

    private StoredItem() {}

    /** Throws {@link IllegalArgumentException}, without content, for an item that DynamoDB would not take. */
    static Map<String, AttributeValue> write(Item item) {
        Map<String, AttributeValue> attributes = key(item.key());
        attributes.put(SCHEMA, number(Item.SCHEMA));
        attributes.put(REVISION, number(item.revision()));
        if (item.expires() != null) {
            attributes.put(EXPIRES, number(item.expires().getEpochSecond()));
        }
        byte[] plain = item.body().getBytes(StandardCharsets.UTF_8);
        byte[] deflated = plain.length > DEFLATE_ABOVE_BYTES ? Deflated.of(plain) : plain;
        if (deflated.length + JSON_DEFLATED.length() < plain.length + JSON.length()) {
            attributes.put(JSON_DEFLATED, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(deflated)));
        } else {
            attributes.put(JSON, AttributeValue.fromS(item.body()));
        }
        int bytes = bytes(attributes);
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException("An item for the table "
                    + item.key().table() + " has " + bytes + " bytes; DynamoDB takes at most " + MAX_BYTES + ".");
        }
        return attributes;
    }

    static Item read(Table table, Map<String, AttributeValue> attributes) {
        AttributeValue expires = attributes.get(EXPIRES);
        AttributeValue deflated = attributes.get(JSON_DEFLATED);
        return new Item(
                new Item.Key(
                        table,
                        attributes.get(PARTITION).s(),
                        attributes.get(SORT).s()),
                Long.parseLong(attributes.get(REVISION).n()),
                deflated == null
                        ? attributes.get(JSON).s()
                        : new String(Deflated.inflate(deflated.b().asByteArrayUnsafe()), StandardCharsets.UTF_8),
                expires == null ? null : Instant.ofEpochSecond(Long.parseLong(expires.n())));
    }

    static Map<String, AttributeValue> key(Item.Key key) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        attributes.put(PARTITION, AttributeValue.fromS(key.partition()));
        attributes.put(SORT, AttributeValue.fromS(key.sort()));
        return attributes;
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    /**
     * The size DynamoDB bills: names and values in UTF-8; a number takes a byte and one for each two significant
     * digits ("DynamoDB item sizes and formats", developer guide).
     */
    static int bytes(Map<String, AttributeValue> attributes) {
        int bytes = 0;
        for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
            bytes += utf8(attribute.getKey()) + bytes(attribute.getValue());
        }
        return bytes;
    }

    private static int bytes(AttributeValue value) {
        return switch (value.type()) {
            case S -> utf8(value.s());
            case B -> value.b().asByteArrayUnsafe().length;
            case N -> 1 + (significantDigits(value.n()) + 1) / 2;
            default -> throw new IllegalStateException("an attribute of type " + value.type());
        };
    }

    private static int significantDigits(String number) {
        return Math.max(
                1, number.replaceFirst("^[-0]+", "").replaceFirst("0+$", "").length());
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
