package dev.cairn.store.codec;

import dev.cairn.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream record that carries only a time: every record received before that time precedes it on the shard. */
public record Heartbeat(long receivedAt) {
    private record Wire(int schema, @Nullable Long heartbeat) {}

    public byte[] write() {
        return Json.write(new Wire(DeliveryCodec.SCHEMA, receivedAt)).getBytes(StandardCharsets.UTF_8);
    }

    public static Optional<Heartbeat> tryRead(byte[] data) {
        try {
            Wire wire = Json.read(new String(data, StandardCharsets.UTF_8), Wire.class);
            return wire == null || wire.heartbeat == null
                    ? Optional.empty()
                    : Optional.of(new Heartbeat(wire.heartbeat));
        } catch (IllegalArgumentException notJson) {
            return Optional.empty();
        }
    }
}
