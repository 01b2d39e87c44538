package dev.cairn.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One event of the shop's file, in which each line is the body of a request with a single event.
 *
 * @param at epoch milliseconds
 * @param visitor the shop's id of the visitor; null if there is none
 * @param context page, referrer and user agent
 */
record ShopEvent(long at, @Nullable String visitor, JsonNode event, JsonNode context, JsonNode consent) {
    /**
     * Good enough to separate robots from people when visitors are merged; the collector decides which events count.
     */
    private static final Pattern ROBOT = Pattern.compile("(?i)bot|crawl|spider|headless|audit|https?:");

    static ShopEvent of(JsonNode body) {
        JsonNode event = body.path("events").path(0);
        return new ShopEvent(
                event.path("at").asLong(),
                body.path("visitor").textValue(),
                event,
                body.path("context"),
                body.path("consent"));
    }

    boolean looksLikeARobot() {
        return ROBOT.matcher(context.path("user_agent").asText()).find();
    }

    ShopEvent of(String otherVisitor) {
        return new ShopEvent(at, otherVisitor, event, context, consent);
    }

    /** This event with its own context, for a body of several events. */
    ObjectNode inBody(Copy copy) {
        ObjectNode own = event.deepCopy();
        own.put("id", copy.name(event.path("id").asText())).put("at", copy.time(at));
        if (event.has("order_id")) {
            own.put("order_id", copy.name(event.path("order_id").asText()));
        }
        own.set("context", context);
        return own;
    }
}
