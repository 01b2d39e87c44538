package dev.cairn.store.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.Delivery.Rejected;
import dev.cairn.domain.event.Delivery.Sender;
import dev.cairn.domain.event.DeviceHash;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Encodes a {@link Delivery} as a stream record: one JSON object with a schema version. Reads and writes field by
 * field, because the object is flat and the delivery is not.
 */
public final class DeliveryCodec {

    /** The schema version of the records that this version writes and reads. */
    public static final int SCHEMA = 1;

    /** The end of the year 9999, in epoch milliseconds. */
    private static final long LAST_TIME = 253_402_300_799_999L;

    private DeliveryCodec() {}

    public static byte[] write(Delivery delivery) {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("schema", SCHEMA)
                .put("delivery", delivery.id())
                .put("site", delivery.site())
                .put("received_at", delivery.receivedAt())
                .put("plan", delivery.planVersion());
        write(delivery.sender(), json);
        if (!delivery.events().isEmpty()) {
            ArrayNode events = json.putArray("events");
            delivery.events().forEach(event -> AcceptedEventCodec.write(event, events.addObject()));
        }
        if (!delivery.rejected().isEmpty()) {
            ArrayNode rejected = json.putArray("rejected");
            delivery.rejected()
                    .forEach(each -> rejected.addObject()
                            .put("index", each.index())
                            .put("reason", each.reason())
                            .put("payload", each.payload()));
        }
        return Json.write(json).getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Sender sender, ObjectNode json) {
        json.put("visitor", sender.visitor().toString());
        if (sender.device() != null) {
            json.put("device", sender.device().text());
        }
        if (sender.deviceMadeAt() != null) {
            json.put("device_made_at", sender.deviceMadeAt());
        }
        AcceptedEventCodec.putIfTrue(json, "server", sender.server());
        AcceptedEventCodec.putIfTrue(json, "ads", sender.ads());
    }

    /**
     * Throws {@link IllegalArgumentException} for a record that no retry can make readable; its message is the reason's
     * code.
     */
    public static Delivery read(byte[] data) {
        Fields fields;
        long schema;
        try {
            fields = new Fields(Json.read(new String(data, StandardCharsets.UTF_8), JsonNode.class));
            schema = fields.numberOrZero("schema");
        } catch (IllegalArgumentException notReadable) {
            throw new IllegalArgumentException("undecodable");
        }
        if (schema > SCHEMA) {
            throw new IllegalArgumentException("unknown_schema");
        }
        try {
            return delivery(fields);
        } catch (IllegalArgumentException notOurs) {
            throw new IllegalArgumentException("undecodable");
        }
    }

    private static Delivery delivery(Fields fields) {
        return new Delivery(
                fields.requiredText("delivery"),
                fields.requiredText("site"),
                time(fields, "received_at"),
                fields.intOrZero("plan"),
                sender(fields),
                fields.list("events").stream().map(AcceptedEventCodec::read).toList(),
                fields.list("rejected").stream().map(DeliveryCodec::rejected).toList());
    }

    private static Sender sender(Fields fields) {
        String device = fields.text("device");
        return new Sender(
                VisitorKey.tryParse(fields.requiredText("visitor"))
                        .orElseThrow(() -> new IllegalArgumentException("no visitor")),
                device == null ? null : new DeviceHash(device),
                fields.number("device_made_at"),
                fields.flag("server"),
                fields.flag("ads"));
    }

    private static Rejected rejected(Fields fields) {
        return new Rejected(
                fields.intOrZero("index"),
                fields.requiredText("reason"),
                Objects.requireNonNullElse(fields.text("payload"), ""));
    }

    /** Accepts only years with four digits, because days are ordered as text. */
    static long time(Fields fields, String name) {
        long epochMillis = fields.numberOrZero(name);
        if (epochMillis < 0 || epochMillis > LAST_TIME) {
            throw new IllegalArgumentException(name + " is out of range");
        }
        return epochMillis;
    }
}
