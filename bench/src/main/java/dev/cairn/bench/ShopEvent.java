package dev.cairn.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One event of the shop's file: a line of it is the body of a request with this event alone.
 *
 * @param at epoch milliseconds
 * @param visitor as the shop names it; null where it does not
 * @param context page, referrer and user agent
 */
record ShopEvent(long at, @Nullable String visitor, JsonNode event, JsonNode context, JsonNode consent) {
    /** Near enough to tell robots from people when visitors are merged; what is counted is the collector's to say. */
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

    /** This event in a body of several: with its own context. */
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
