package dev.cairn.collect.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.collect.text.JsonNodes;
import org.jspecify.annotations.Nullable;

/**
 * One event as sent, together with the fields its body gives for all events. With a server key, an event's own
 * {@code visitor}, {@code user}, {@code consent} and {@code context} take precedence over the body's: {@code context}
 * field by field, {@code consent} as a whole, because consent cannot be merged from two sources.
 *
 * @param speaksForItself whether its own visitor, user and consent count even without a server key: another tool's
 *     client may send the events of two people on one device in one body
 */
record RawEvent(JsonNode event, JsonNode body, boolean server, boolean speaksForItself) {

    JsonNode field(String name) {
        return JsonNodes.field(event, name);
    }

    JsonNode visitor() {
        return spoken("visitor");
    }

    JsonNode user() {
        return spoken("user");
    }

    /** The signature of the user id; null if none was sent. */
    @Nullable
    String userSignature() {
        return JsonNodes.text(spoken("user_signature"));
    }

    /** Consent is given only by the JSON value {@code true}. */
    boolean consents(String purpose) {
        return JsonNodes.isTrue(JsonNodes.field(spoken("consent"), purpose));
    }

    JsonNode context(String name) {
        JsonNode shared = JsonNodes.field(JsonNodes.field(body, "context"), name);
        return server ? JsonNodes.first(JsonNodes.field(field("context"), name), shared) : shared;
    }

    /** {@code url} or {@code referrer}, from the event or else from its context. */
    @Nullable
    String page(String name) {
        return JsonNodes.text(JsonNodes.first(field(name), context(name)));
    }

    /**
     * Milliseconds or sequence numbers; null when absent. Call it only after {@link EventValidator} has found no
     * errors.
     */
    @Nullable
    Long integer(String name) {
        return integer(field(name));
    }

    static @Nullable Long integer(JsonNode value) {
        return JsonNodes.absent(value) ? null : value.decimalValue().longValueExact();
    }

    private JsonNode spoken(String name) {
        JsonNode shared = JsonNodes.field(body, name);
        return server || speaksForItself ? JsonNodes.first(field(name), shared) : shared;
    }
}
