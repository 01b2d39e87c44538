package dev.cairn.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one event in its body; null counts as absent. With a server key, the event's own {@code visitor},
 * {@code user}, {@code consent} and {@code context} take precedence over the body's.
 */
record Body(JsonNode body, JsonNode event, boolean server) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static List<Body> events(Request request) {
        try {
            JsonNode body = MAPPER.readTree(request.body());
            List<Body> events = new ArrayList<>();
            body.path("events").forEach(event -> events.add(new Body(body, event, request.server())));
            return events;
        } catch (JsonProcessingException notSent) {
            throw new IllegalArgumentException("request " + request.id() + " has a body that is no JSON", notSent);
        }
    }

    @Nullable
    JsonNode of(String field) {
        return of(event, field);
    }

    @Nullable
    String text(String field) {
        return text(of(field));
    }

    @Nullable
    Long number(String field) {
        JsonNode number = of(field);
        return number == null ? null : number.decimalValue().longValueExact();
    }

    /** When the body was sent; null if it does not give the time in whole milliseconds. */
    @Nullable
    Long sentAt() {
        JsonNode sentAt = of(body, "sent_at");
        boolean whole = sentAt != null
                && sentAt.isNumber()
                && sentAt.decimalValue().stripTrailingZeros().scale() <= 0;
        return whole ? Long.valueOf(sentAt.decimalValue().longValueExact()) : null;
    }

    /** {@code visitor} or {@code user}. */
    @Nullable
    String person(String field) {
        return text(spoken(field));
    }

    boolean consents(String purpose) {
        return isTrue(of(spoken("consent"), purpose));
    }

    @Nullable
    JsonNode context(String field) {
        JsonNode own = server ? of(of("context"), field) : null;
        return own == null ? of(of(body, "context"), field) : own;
    }

    /** {@code url} or {@code referrer}: the event's own, or else the context's. */
    @Nullable
    String page(String field) {
        return of(field) == null ? text(context(field)) : text(field);
    }

    boolean webdriver() {
        return isTrue(context("webdriver"));
    }

    /** The content that distinguishes a repeat from a conflict (D1). */
    long content() {
        List<@Nullable String> parts = new ArrayList<>();
        for (String field : List.of("name", "at", "seq")) {
            parts.add(asText(of(field)));
        }
        parts.add(page("url"));
        parts.add(page("referrer"));
        TreeMap<String, String> props = new TreeMap<>();
        event.path("props").properties().forEach(prop -> {
            if (!prop.getValue().isNull()) {
                props.put(prop.getKey(), prop.getValue().toString());
            }
        });
        parts.add(Integer.toString(props.size()));
        props.forEach((key, value) -> parts.addAll(List.of(key, value)));
        parts.add(asText(of(of("value"), "amount")));
        parts.add(asText(of(of("value"), "currency")));
        parts.add(asText(of("order_id")));
        parts.add(asText(of("type")));
        return Hash.first8(parts);
    }

    static @Nullable JsonNode of(@Nullable JsonNode object, String field) {
        JsonNode value = object == null ? null : object.get(field);
        return value == null || value.isNull() ? null : value;
    }

    static @Nullable String text(@Nullable JsonNode value) {
        return value != null && value.isTextual() ? value.textValue() : null;
    }

    private @Nullable JsonNode spoken(String field) {
        JsonNode own = server ? of(field) : null;
        return own == null ? of(body, field) : own;
    }

    private static @Nullable String asText(@Nullable JsonNode value) {
        return value == null ? null : value.asText();
    }

    private static boolean isTrue(@Nullable JsonNode value) {
        return value != null && value.isBoolean() && value.booleanValue();
    }
}
