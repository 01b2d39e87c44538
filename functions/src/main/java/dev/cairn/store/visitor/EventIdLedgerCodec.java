package dev.cairn.store.visitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.event.ContentHash;
import dev.cairn.domain.event.EventIdLedger;
import dev.cairn.domain.event.EventIdLedger.EventPlace;
import dev.cairn.domain.event.StoredEvent.EventSource;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.Json;
import dev.cairn.store.codec.StringTable;
import java.time.LocalDate;

/** Encodes an {@link EventIdLedger} as JSON. */
final class EventIdLedgerCodec {
    private EventIdLedgerCodec() {}

    static String write(EventIdLedger ledger) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        ArrayNode homes = root.putArray("homes");
        ledger.homes().forEach(home -> write(home, homes.addObject()));
        return Json.write(root);
    }

    private static void write(EventPlace home, ObjectNode json) {
        EventSource copy = home.copy();
        json.put("visitor", home.visitor().toString())
                .put("day", home.day().toString())
                .putObject("copy")
                .put("delivery", copy.delivery())
                .put("position", copy.position())
                .put("received_at", copy.receivedAt())
                .put("content", copy.content().bits())
                .put("delivery_events", copy.deliveryEvents());
    }

    static EventIdLedger read(String body) {
        JsonNode root = Json.read(body, JsonNode.class);
        return new EventIdLedger(StringTable.read(root.path("homes"), EventIdLedgerCodec::home));
    }

    private static EventPlace home(JsonNode json) {
        return new EventPlace(
                VisitorKey.tryParse(json.path("visitor").asText()).orElseThrow(),
                LocalDate.parse(json.path("day").asText()),
                copy(json.path("copy")));
    }

    private static EventSource copy(JsonNode json) {
        return new EventSource(
                json.path("delivery").asText(),
                json.path("position").asInt(),
                json.path("received_at").asLong(),
                new ContentHash(json.path("content").asLong()),
                json.path("delivery_events").asInt());
    }
}
