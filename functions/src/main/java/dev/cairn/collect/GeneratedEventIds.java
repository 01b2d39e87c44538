package dev.cairn.collect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.collect.protocol.Protocol.Manner;
import dev.cairn.collect.request.CollectRequest;
import dev.cairn.collect.text.JsonNodes;
import dev.cairn.http.HttpRequest;
import dev.cairn.store.Hashes;
import dev.cairn.store.Hmac;
import java.util.TreeMap;

/**
 * Generates ids for events that other tools' clients send without one (B5): a hash of site, body and request. An event
 * that a client sends again gets a different id, so it counts as not deduplicated. Our own protocol requires ids.
 */
final class GeneratedEventIds {
    private GeneratedEventIds() {}

    /** Adds an id if the event has none. Returns whether it added one. */
    static boolean addIfMissing(JsonNode event, int index, CollectRequest collectRequest) {
        if (collectRequest.protocol.manner() == Manner.OWN
                || !(event instanceof ObjectNode unnamed)
                || !JsonNodes.absent(JsonNodes.field(event, "id"))) {
            return false;
        }
        HttpRequest request = collectRequest.request;
        unnamed.put(
                "id",
                Hashes.text(Hmac.lengthPrefixed(
                        collectRequest.knownSite().id(),
                        collectRequest.text,
                        new TreeMap<>(request.query()).toString(),
                        request.requestId(),
                        Integer.toString(index))));
        return true;
    }
}
