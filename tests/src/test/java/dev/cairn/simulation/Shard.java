package dev.cairn.simulation;

import dev.cairn.local.stream.LoggedRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * One shard: a range of partition keys and their records, oldest first. After a split or a merge it accepts no more
 * records, and its children are read only once it has been read to its end.
 */
final class Shard {
    /** The upper end of all keys, by their first 32 bits. */
    static final long KEYS = 1L << 32;

    final String id;
    final long from;
    final long to;
    final List<Shard> parents;
    private final List<LoggedRecord> records = new ArrayList<>();
    private boolean closed;

    /** @param to exclusive */
    Shard(int number, long from, long to, List<Shard> parents) {
        this.id = "shardId-%012d".formatted(number);
        this.from = from;
        this.to = to;
        this.parents = parents;
    }

    boolean takes(long key) {
        return !closed && from <= key && key < to;
    }

    void put(long now, String partitionKey, byte[] data) {
        records.add(new LoggedRecord(records.size() + 1L, now, partitionKey, data));
    }

    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    long last() {
        return records.size();
    }

    List<LoggedRecord> read(long after, int limit) {
        return records.subList((int) after, (int) Math.min(records.size(), after + limit));
    }
}
