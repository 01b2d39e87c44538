package dev.cairn.store.statistic;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Records how far each shard has been read, in terms of {@code received_at}: everything received before the watermark
 * is in the tables. One heartbeat record per shard and run advances it on a quiet stream, so that a quiet day can be
 * known to be complete.
 */
public final class Watermark {
    /** The longest retention of Cairn's streams: a shard that is silent for longer was closed by a resharding. */
    private static final Duration CLOSED_FOR = Duration.ofDays(7);

    private final ItemStore items;

    public Watermark(ItemStore items) {
        this.items = items;
    }

    private record Read(long receivedAt) {}

    /** Advances a shard's watermark, and never moves it back. */
    public void advance(String shard, long receivedAt) {
        Item.Key key = new Item.Key(Table.STATISTICS, "watermark", shard);
        Item stored = items.get(key).orElse(null);
        if (stored == null) {
            items.put(item(key, 1, receivedAt));
        } else if (Json.read(stored.body(), Read.class).receivedAt() < receivedAt) {
            items.put(item(key, stored.revision() + 1, receivedAt));
        }
    }

    private static Item item(Item.Key key, long revision, long receivedAt) {
        Instant forgotten = Instant.ofEpochMilli(receivedAt).plus(CLOSED_FOR);
        return new Item(key, revision, Json.write(new Read(receivedAt)), forgotten);
    }

    /** The lowest watermark of all shards, in epoch milliseconds; empty if nothing has ever been read. */
    public OptionalLong lowest() {
        return items.query(Table.STATISTICS, "watermark").stream()
                .mapToLong(item -> Json.read(item.body(), Read.class).receivedAt())
                .min();
    }
}
