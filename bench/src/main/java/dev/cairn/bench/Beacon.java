package dev.cairn.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.util.List;

/** One request: events of one visitor in order, sent with the last of them. */
record Beacon(List<ShopEvent> events) {

    long sentAt() {
        return events.getLast().at();
    }

    /** The request as a server with a key sends it. */
    String body(Copy copy) {
        ShopEvent first = events.getFirst();
        ObjectNode body = Json.MAPPER.createObjectNode().put("site", ShopFile.SITE);
        ArrayNode array = body.putArray("events");
        events.forEach(event -> array.add(event.inBody(copy)));
        body.set("consent", first.consent());
        if (first.visitor() != null) {
            body.put("visitor", copy.name(first.visitor()));
        }
        return body.toString();
    }
}
