package dev.cairn.collect.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cairn.collect.scrub.PiiScrubber;
import dev.cairn.collect.text.RequestLimits;
import dev.cairn.collect.text.Texts;
import java.util.Map;
import java.util.Set;

/** Makes an excerpt of a rejected event that shows what was wrong: scrubbed, at most 1 KB of JSON. */
public final class RejectedEventExcerpt {
    private static final Set<String> PERSONAL = Set.of("visitor", "user", "ip", "user_agent");

    private RejectedEventExcerpt() {}

    public static String of(JsonNode event, PiiScrubber scrubber) {
        return Texts.cutBytes(scrubbed(event, scrubber).toString(), RequestLimits.REJECTED_PAYLOAD_BYTES);
    }

    /** Scrubs every field: a rejected event has no identifier to preserve. */
    private static JsonNode scrubbed(JsonNode node, PiiScrubber scrubber) {
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!PERSONAL.contains(field.getKey())) {
                    object.set(scrubber.text(field.getKey()), scrubbed(field.getValue(), scrubber));
                }
            }
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(scrubbed(element, scrubber)));
            return array;
        }
        String text = node.asText();
        String kept = node.isBoolean() || node.isNull() ? text : scrubber.text(text);
        return kept.equals(text) ? node : TextNode.valueOf(kept);
    }
}
