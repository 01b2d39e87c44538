package dev.cairn.collect.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cairn.collect.protocol.ProtocolException.Problem;
import org.jspecify.annotations.Nullable;

/** The fields of an object that a client sent. A null counts as absent; a value that is not an object has no fields. */
record JsonFields(JsonNode object) {

    /** Throws {@link ProtocolException} if the body is not an object. */
    static JsonFields of(JsonNode body) throws ProtocolException {
        if (!body.isObject()) {
            throw new ProtocolException(Problem.NOT_AN_OBJECT, "The body must be a JSON object.");
        }
        return new JsonFields(body);
    }

    /** The first of these fields that is present; a missing node if none is. */
    JsonNode first(String... names) {
        for (String name : names) {
            JsonNode value = object.get(name);
            if (value != null && !value.isNull()) {
                return value;
            }
        }
        return MissingNode.getInstance();
    }

    JsonFields in(String name) {
        return new JsonFields(first(name));
    }

    /** The first of these fields that is present, if it is a string or a number; null otherwise and for "". */
    @Nullable
    String text(String... names) {
        JsonNode value = first(names);
        String text = value.isTextual() || value.isNumber() ? value.asText() : "";
        return text.isEmpty() ? null : text;
    }
}
