package dev.cairn.collect.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.collect.text.JsonNodes;
import org.jspecify.annotations.Nullable;

/**
 * One event as sent, with what its body says for all of them. With a server key an event's own {@code visitor},
 * {@code user}, {@code consent} and {@code context} come before the body's: {@code context} field by field,
 * {@code consent} as a whole, because half a consent is none.
 *
 * @param speaksForItself its own visitor, user and consent are heeded without a server key, too: another tool's client
 *     sends what two people did at one device in one body
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

    /** Given only by the JSON value {@code true}. */
    boolean consents(String purpose) {
        return JsonNodes.isTrue(JsonNodes.field(spoken("consent"), purpose));
    }

    JsonNode context(String name) {
        JsonNode shared = JsonNodes.field(JsonNodes.field(body, "context"), name);
        return server ? JsonNodes.first(JsonNodes.field(field("context"), name), shared) : shared;
    }

    /** {@code url} or {@code referrer}: the event's own, else its context's. */
    @Nullable
    String page(String name) {
        return JsonNodes.text(JsonNodes.first(field(name), context(name)));
    }

    /** Milliseconds, sequence numbers; null when absent. Only after {@link EventValidator} found no fault. */
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
