package dev.cairn.store.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cairn.domain.event.Campaign;
import dev.cairn.domain.event.Client;
import dev.cairn.domain.event.TrafficSource;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a traffic source as an array of strings without its trailing nulls. A new value goes to the end, where
 * earlier versions ignore it, and is null in what they stored (R8).
 */
public final class TrafficSourceCodec {
    private TrafficSourceCodec() {}

    public static JsonNode write(TrafficSource touch) {
        Campaign campaign = touch.campaign();
        ArrayNode array = JsonNodeFactory.instance
                .arrayNode()
                .add(touch.channel())
                .add(campaign.source())
                .add(campaign.medium())
                .add(campaign.name())
                .add(campaign.term())
                .add(campaign.content())
                .add(touch.referrerHost())
                .add(touch.entryPage())
                .add(touch.client().deviceClass())
                .add(touch.client().country())
                .add(touch.client().browser());
        while (!array.isEmpty() && array.get(array.size() - 1).isNull()) {
            array.remove(array.size() - 1);
        }
        return array;
    }

    public static TrafficSource read(JsonNode array) {
        return new TrafficSource(
                array.path(0).asText(),
                new Campaign(text(array, 1), text(array, 2), text(array, 3), text(array, 4), text(array, 5)),
                text(array, 6),
                text(array, 7),
                new Client(text(array, 8), text(array, 9), text(array, 10)));
    }

    private static @Nullable String text(JsonNode array, int place) {
        JsonNode node = array.path(place);
        return node.isTextual() ? node.asText() : null;
    }
}
