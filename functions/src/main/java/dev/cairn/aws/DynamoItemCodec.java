package dev.cairn.aws;

import dev.cairn.store.Item;
import dev.cairn.store.Table;
import dev.cairn.store.codec.DeflateCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Converts an {@link Item} to and from its form in DynamoDB: {@code partition}, {@code sort}, {@code schema},
 * {@code revision}, {@code expires} (epoch seconds without the fraction; the TTL attribute), and the body as
 * {@code body} ({@link DeflateCodec}) or, if that is smaller, as {@code json} (text). Also reads {@code json_deflated},
 * which the previous release wrote (R8).
 */
final class DynamoItemCodec {
    static final String PARTITION = "partition";
    static final String SORT = "sort";
    static final String SCHEMA = "schema";
    static final String REVISION = "revision";
    static final String EXPIRES = "expires";

    /** The schema of an item that stays readable until it is deleted: its {@code expires} is only for the TTL. */
    static final int DELETABLE = 2;

    static final String JSON = "json";
    static final String BODY = "body";
    private static final String BEFORE = "json_deflated";

    /** DynamoDB's limit for an item, including names and values. */
    static final int MAX_BYTES = 400 * 1024;

    private DynamoItemCodec() {}

    /**
     * Throws {@link IllegalArgumentException}, whose message contains no content, if the item is too large for
     * DynamoDB.
     */
    static Map<String, AttributeValue> write(Item item) {
        Map<String, AttributeValue> attributes = key(item.key());
        attributes.put(SCHEMA, number(item.deletable() == null ? Item.SCHEMA : DELETABLE));
        attributes.put(REVISION, number(item.revision()));
        Instant gone = item.deletable() == null ? item.expires() : item.deletable();
        if (gone != null) {
            attributes.put(EXPIRES, number(gone.getEpochSecond()));
        }
        byte[] plain = item.body().getBytes(StandardCharsets.UTF_8);
        byte[] deflated = DeflateCodec.of(plain);
        if (deflated.length < plain.length) {
            attributes.put(BODY, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(deflated)));
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
        Instant gone = expires == null ? null : Instant.ofEpochSecond(Long.parseLong(expires.n()));
        boolean deletable = attribute(attributes, SCHEMA).n().equals(Integer.toString(DELETABLE));
        return new Item(
                new Item.Key(
                        table,
                        attribute(attributes, PARTITION).s(),
                        attribute(attributes, SORT).s()),
                Long.parseLong(attribute(attributes, REVISION).n()),
                body(attributes),
                deletable ? null : gone,
                deletable ? gone : null);
    }

    private static AttributeValue attribute(Map<String, AttributeValue> attributes, String name) {
        return Objects.requireNonNull(attributes.get(name), name);
    }

    private static String body(Map<String, AttributeValue> attributes) {
        if (attributes.containsKey(JSON)) {
            return attribute(attributes, JSON).s();
        }
        byte[] plain = attributes.containsKey(BODY)
                ? DeflateCodec.inflate(attribute(attributes, BODY).b().asByteArrayUnsafe())
                : DeflateCodec.inflatePlain(attribute(attributes, BEFORE).b().asByteArrayUnsafe());
        return new String(plain, StandardCharsets.UTF_8);
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
     * The size that DynamoDB bills: names and values in UTF-8; a number takes one byte, plus one per two significant
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
