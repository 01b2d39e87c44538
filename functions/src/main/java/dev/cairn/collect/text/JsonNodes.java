package dev.cairn.collect.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a body; null counts as absent. */
public final class JsonNodes {
    public static final JsonNode ABSENT = MissingNode.getInstance();

    private JsonNodes() {}

    /** The field; {@link #ABSENT} if it is missing or null. */
    public static JsonNode field(JsonNode object, String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? ABSENT : value;
    }

    public static boolean absent(JsonNode value) {
        return value.isMissingNode();
    }

    /** The string value; null if the node is not a string. */
    public static @Nullable String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : null;
    }

    /** The first node if it is present, otherwise the other. */
    public static JsonNode first(JsonNode one, JsonNode other) {
        return absent(one) ? other : one;
    }

    /** True only for the JSON value {@code true}; {@code "true"} and {@code 1} are not. */
    public static boolean isTrue(JsonNode value) {
        return value.isBoolean() && value.booleanValue();
    }
}
