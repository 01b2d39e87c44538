package dev.cairn.collect.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Hashes;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Builds one event in the form of our own protocol. Null and missing values are omitted. */
final class EventBuilder {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,10})?");

    private final ObjectNode event = JsonNodeFactory.instance.objectNode();
    private final ObjectNode props = JsonNodeFactory.instance.objectNode();

    /** Returns the finished event. */
    ObjectNode made() {
        if (!props.isEmpty()) {
            event.set("props", props);
        }
        return event;
    }

    EventBuilder name(@Nullable String name) {
        return put("name", name);
    }

    EventBuilder put(String field, @Nullable String text) {
        if (text != null) {
            event.put(field, text);
        }
        return this;
    }

    EventBuilder set(String field, JsonNode value) {
        if (!value.isMissingNode()) {
            event.set(field, value);
        }
        return this;
    }

    /** The id as the client created it, or a hash of it if our rules do not allow it; the same for equal ids. */
    EventBuilder id(@Nullable String sent) {
        return put("id", sent == null ? null : own(sent));
    }

    /**
     * The visitor id as the client stored it, hashed like {@link #id} if necessary. An id with an @ is an email
     * address; it is passed on for the validator to reject.
     */
    EventBuilder visitor(@Nullable String sent) {
        return put("visitor", sent == null || sent.contains("@") ? sent : own(sent));
    }

    EventBuilder consent(boolean analytics, boolean ads) {
        event.putObject("consent").put("analytics", analytics).put("ads", ads);
        return this;
    }

    /** Describes the visitor. Used only with a server key. */
    EventBuilder person(@Nullable String address, @Nullable String agent) {
        ObjectNode context = event.putObject("context");
        if (address != null) {
            context.put("ip", address);
        }
        if (agent != null) {
            context.put("user_agent", agent);
        }
        return this;
    }

    /** @param currency three letters in any case; null for the site's currency */
    EventBuilder value(@Nullable JsonNode amount, @Nullable String currency) {
        if (amount != null) {
            ObjectNode value = event.putObject("value");
            value.set("amount", amount);
            if (currency != null) {
                value.put("currency", currency.toUpperCase(Locale.ROOT));
            }
        }
        return this;
    }

    EventBuilder prop(String key, JsonNode value) {
        if (!value.isMissingNode()) {
            props.set(key, value);
        }
        return this;
    }

    EventBuilder prop(String key, @Nullable String value) {
        if (value != null) {
            props.put(key, value);
        }
        return this;
    }

    EventBuilder prop(String key, boolean value) {
        props.put(key, value);
        return this;
    }

    /**
     * Adds the scalar fields of an object, except the given ones. A list is replaced by its length, because a property
     * cannot hold one.
     */
    EventBuilder props(JsonNode sent, Set<String> without) {
        for (Map.Entry<String, JsonNode> prop : sent.properties()) {
            if (prop.getValue().isArray() && !without.contains(prop.getKey())) {
                props.put(prop.getKey(), prop.getValue().size());
            } else if (prop.getValue().isValueNode() && !without.contains(prop.getKey())) {
                props.set(prop.getKey(), prop.getValue());
            }
        }
        return this;
    }

    /** Whether the value is a number or a numeric string; clients use both for amounts. */
    static boolean isAmount(JsonNode value) {
        return value.isNumber()
                || (value.isTextual() && AMOUNT.matcher(value.textValue()).matches());
    }

    /**
     * Converts microseconds, sent as a number or a numeric string, to whole milliseconds; leaves any other value
     * unchanged.
     */
    static JsonNode millisOfMicros(JsonNode micros) {
        if (!isAmount(micros)) {
            return micros;
        }
        BigDecimal millis = new BigDecimal(micros.asText()).movePointLeft(3);
        return JsonNodeFactory.instance.numberNode(millis.setScale(0, java.math.RoundingMode.FLOOR));
    }

    private static String own(String sent) {
        return ID.matcher(sent).matches() ? sent : Hashes.text(sent);
    }
}
