package dev.cairn.store;

import java.util.OptionalLong;

/**
 * How far each shard has been read, in {@code received_at}: everything received before it is in the tables. A heartbeat
 * record per shard and run moves it on where nothing else comes, so that a quiet day can be known to be complete.
 */
public final class Watermark {
    private final Items items;

    public Watermark(Items items) {
        this.items = items;
    }

    private record Read(long receivedAt) {}

    /** Moves a shard's mark on, never back. */
    public void advance(String shard, long receivedAt) {
        Item.Key key = new Item.Key(Table.STATISTICS, "watermark", shard);
        Item stored = items.get(key).orElse(null);
        if (stored == null) {
            items.put(Item.first(key, Json.write(new Read(receivedAt)), null));
        } else if (Json.read(stored.body(), Read.class).receivedAt() < receivedAt) {
            items.put(stored.next(Json.write(new Read(receivedAt))));
        }
    }

    /** The lowest of all shards, epoch milliseconds; empty when nothing was ever read. */
    public OptionalLong lowest() {
        return items.query(Table.STATISTICS, "watermark").stream()
                .mapToLong(item -> Json.read(item.body(), Read.class).receivedAt())
                .min();
    }
}
