package dev.cairn.collect.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Translates one call of Segment's API into one event. The names of {@code track} calls are kept for goals to match.
 * Traits are dropped: they describe people, not their actions.
 *
 * @param type {@code track}, {@code page}, …; an unknown type yields an event without a name, which the validator
 *     rejects
 * @param batch the enclosing body, whose {@code context} is the default for the call's own
 */
record SegmentCall(@Nullable String type, JsonFields call, JsonFields batch) {
    private static final Set<String> PAGE_ALREADY_SAYS = Set.of("url", "referrer", "path", "search");
    private static final String REFUND = "Order Refunded";

    /** The names of the two purposes in Segment's consent banners, or in OneTrust's. */
    private static final Set<String> ANALYTICS = Set.of("analytics", "performance", "c0002");

    private static final Set<String> ADS = Set.of("advertising", "marketing", "c0004");

    ObjectNode made() {
        JsonNode properties = call.first("properties");
        JsonFields page = context("page");
        EventBuilder event = new EventBuilder()
                .id(call.text("messageId"))
                .visitor(call.text("anonymousId"))
                .put("user", call.text("userId"))
                .consent(consents(ANALYTICS), consents(ADS))
                .person(contextText("ip"), contextText("userAgent"))
                .set("at", time(call.first("timestamp", "originalTimestamp")))
                .put("url", page.text("url"))
                .put("referrer", page.text("referrer"));
        return (switch (type == null ? "" : type) {
                    case "track" -> track(event, new JsonFields(properties));
                    case "page" -> page(event, new JsonFields(properties));
                    case "screen" -> viewed(event, properties).prop("screen", call.text("name"));
                    case "identify" -> event.name("identify");
                    case "alias" -> event.name("identify").visitor(call.text("previousId"));
                    case "group" -> event.name("group").prop("group", call.text("groupId"));
                    default -> event;
                })
                .made();
    }

    private EventBuilder track(EventBuilder event, JsonFields properties) {
        String name = call.text("event");
        Set<String> lifted = new HashSet<>(Set.of("order_id"));
        event.name(name).put("order_id", properties.text("order_id"));
        if (REFUND.equals(name)) {
            event.put("type", "refund");
        }
        for (String field : new String[] {"revenue", "total", "value"}) {
            JsonNode amount = properties.first(field);
            if (EventBuilder.isAmount(amount)) {
                event.value(amount, properties.text("currency"));
                lifted.addAll(Set.of(field, "currency"));
                break;
            }
        }
        return event.props(properties.object(), lifted);
    }

    private EventBuilder page(EventBuilder event, JsonFields properties) {
        viewed(event, properties.object()).prop("name", call.text("name")).prop("category", call.text("category"));
        event.put("url", properties.text("url"));
        return event.put("referrer", properties.text("referrer"));
    }

    private static EventBuilder viewed(EventBuilder event, JsonNode properties) {
        return event.name("page_view").props(properties, PAGE_ALREADY_SAYS);
    }

    private JsonFields context(String name) {
        JsonFields own = call.in("context").in(name);
        return own.object().isObject() ? own : batch.in("context").in(name);
    }

    private @Nullable String contextText(String name) {
        String own = call.in("context").text(name);
        return own == null ? batch.in("context").text(name) : own;
    }

    /** True only if at least one name of the purpose is present and all that are present are {@code true}. */
    private boolean consents(Set<String> purpose) {
        JsonNode preferences = context("consent").first("categoryPreferences");
        boolean given = false;
        for (Map.Entry<String, JsonNode> each : preferences.properties()) {
            if (purpose.contains(each.getKey().toLowerCase(Locale.ROOT))) {
                if (!each.getValue().isBoolean() || !each.getValue().booleanValue()) {
                    return false;
                }
                given = true;
            }
        }
        return given;
    }

    /** Epoch milliseconds of an ISO 8601 time with an offset; any other value is kept for the validator to reject. */
    static JsonNode time(JsonNode sent) {
        if (sent.isMissingNode() || !sent.isTextual()) {
            return sent;
        }
        try {
            Instant instant = OffsetDateTime.parse(sent.textValue()).toInstant();
            return JsonNodeFactory.instance.numberNode(instant.toEpochMilli());
        } catch (DateTimeException | ArithmeticException notATime) {
            return sent.textValue().isEmpty() ? MissingNode.getInstance() : sent;
        }
    }
}
