package dev.cairn.store.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a JSON object that Cairn wrote. An absent field is the same as null. Throws
 * {@link IllegalArgumentException} for a value of the wrong type, which no version writes.
 */
record Fields(JsonNode object) {
    Fields {
        if (!object.isObject()) {
            throw new IllegalArgumentException("not an object");
        }
    }

    @Nullable
    String text(String name) {
        JsonNode value = object.path(name);
        return isAbsent(value) ? null : checked(value, value.isTextual(), name).asText();
    }

    String requiredText(String name) {
        String text = text(name);
        if (text == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return text;
    }

    @Nullable
    Long number(String name) {
        JsonNode value = object.path(name);
        return isAbsent(value)
                ? null
                : checked(value, value.isIntegralNumber() && value.canConvertToLong(), name)
                        .asLong();
    }

    /** The number, 0 when it is absent. */
    long numberOrZero(String name) {
        Long number = number(name);
        return number == null ? 0 : number;
    }

    /** The number, 0 when it is absent. */
    int intOrZero(String name) {
        JsonNode value = object.path(name);
        return isAbsent(value)
                ? 0
                : checked(value, value.isIntegralNumber() && value.canConvertToInt(), name)
                        .asInt();
    }

    /** The flag, false when it is absent. */
    boolean flag(String name) {
        JsonNode value = object.path(name);
        return !isAbsent(value) && checked(value, value.isBoolean(), name).asBoolean();
    }

    /** The objects of an array, none when it is absent. */
    List<Fields> list(String name) {
        JsonNode array = object.path(name);
        List<Fields> list = new ArrayList<>();
        if (!isAbsent(array)) {
            checked(array, array.isArray(), name).forEach(each -> list.add(new Fields(each)));
        }
        return list;
    }

    /** An object within this one; an empty one when it is absent. */
    JsonNode objectOrEmpty(String name) {
        JsonNode value = object.path(name);
        return isAbsent(value) ? value : checked(value, value.isObject(), name);
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static JsonNode checked(JsonNode value, boolean right, String name) {
        if (!right) {
            throw new IllegalArgumentException(name + " has the wrong type");
        }
        return value;
    }
}
