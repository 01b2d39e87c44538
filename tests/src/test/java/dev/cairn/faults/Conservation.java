package dev.cairn.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.Item;
import dev.cairn.store.Json;
import dev.cairn.store.codec.DeliveryCodec;
import java.util.Collection;
import java.util.List;

/**
 * The conservation law: accepted = stored + duplicates + conflicting + bots + quarantined. Accepted events are counted
 * from the records on the stream, independently of the classifier.
 */
final class Conservation {
    private static final List<String> COUNTS = List.of("stored", "duplicates", "conflicting");

    private Conservation() {}

    /** The number of events in all readable records. */
    static long accepted(Collection<byte[]> records) {
        return records.stream()
                .mapToLong(record -> DeliveryCodec.read(record).events().size())
                .sum();
    }

    /** @param items the tables for state and statistics */
    static long accountedFor(Collection<Item> items) {
        long sum = 0;
        for (Item item : items) {
            String partition = item.key().partition();
            if (partition.equals("row#" + Shop.SITE + "#health")) {
                for (JsonNode received : Json.read(item.body(), JsonNode.class).path("figures")) {
                    sum += of(received);
                }
            } else if (partition.startsWith("quarantine#")) {
                sum += Json.read(item.body(), JsonNode.class).path("events").asLong();
            }
        }
        return sum;
    }

    private static long of(JsonNode health) {
        long sum =
                COUNTS.stream().mapToLong(count -> health.path(count).asLong()).sum();
        for (JsonNode bots : health.path("bots")) {
            sum += bots.asLong();
        }
        return sum;
    }
}
