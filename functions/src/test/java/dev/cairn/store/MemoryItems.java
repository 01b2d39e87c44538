package dev.cairn.store;

import dev.cairn.store.visitor.ClosedDayChunks;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tables as sorted maps: the same contract as DynamoDB's adapter, checked by the same tests. Thread-safe. */
public final class MemoryItems implements ItemStore {
    private final Map<Table, Map<String, TreeMap<String, Item>>> tables = new LinkedHashMap<>();
    private final Clock clock;

    public MemoryItems(Clock clock) {
        this.clock = clock;
        for (Table table : Table.values()) {
            tables.put(table, new java.util.HashMap<>());
        }
    }

    @Override
    public synchronized Map<Item.Key, Item> get(Collection<Item.Key> keys) {
        Map<Item.Key, Item> found = new LinkedHashMap<>();
        for (Item.Key key : keys) {
            Item item = partition(key).get(key.sort());
            if (alive(item)) {
                found.put(key, item);
            }
        }
        return found;
    }

    @Override
    public synchronized List<Item> query(Table table, String partition, String from, String to) {
        if (from.compareTo(to) > 0) {
            return List.of();
        }
        return tables.get(table).getOrDefault(partition, new TreeMap<>()).subMap(from, true, to, true).values().stream()
                .filter(this::alive)
                .toList();
    }

    @Override
    public synchronized boolean put(Item item) {
        Item stored = partition(item.key()).get(item.key().sort());
        if ((alive(stored) ? stored.revision() : 0) != item.revision() - 1) {
            return alive(stored)
                    && stored.revision() == item.revision()
                    && stored.body().equals(item.body());
        }
        replace(item);
        return true;
    }

    @Override
    public synchronized void replace(Item item) {
        partition(item.key()).put(item.key().sort(), item);
    }

    @Override
    public synchronized boolean delete(Item.Key key, long revision) {
        Item stored = partition(key).get(key.sort());
        if (!alive(stored) || stored.revision() != revision) {
            return false;
        }
        partition(key).remove(key.sort());
        return true;
    }

    /** The same items, apart from these: what is written to the one is not in the other. */
    public synchronized MemoryItems copy(Clock ofTheCopy) {
        MemoryItems copy = new MemoryItems(ofTheCopy);
        tables.forEach((table, partitions) ->
                partitions.forEach((name, partition) -> copy.tables.get(table).put(name, new TreeMap<>(partition))));
        return copy;
    }

    /** Drops what has expired, as DynamoDB does in its own time: for long runs. */
    public synchronized void dropExpired() {
        for (Map<String, TreeMap<String, Item>> table : tables.values()) {
            table.values().forEach(partition -> partition.values().removeIf(item -> !alive(item) || isDeletable(item)));
            table.values().removeIf(TreeMap::isEmpty);
        }
    }

    /**
     * Drops the pages that nobody needs any more, as their buckets are compacted: DynamoDB does that weeks later.
     *
     * @return how many
     */
    public synchronized int dropCompacted() {
        int before = all().size();
        tables.get(Table.STATE).values().forEach(partition -> {
            Item head = partition.get("~compacted");
            if (head != null
                    && Json.read(head.body(), ClosedDayChunks.Head.class).done()) {
                partition.values().removeIf(item -> item.deletable() != null);
            }
        });
        return before - all().size();
    }

    /** Everything that is stored, expired or not: for tests that look for what must not be there. */
    public synchronized List<Item> all() {
        return tables.values().stream()
                .flatMap(table -> table.values().stream())
                .flatMap(partition -> partition.values().stream())
                .toList();
    }

    private TreeMap<String, Item> partition(Item.Key key) {
        return tables.get(key.table()).computeIfAbsent(key.partition(), name -> new TreeMap<>());
    }

    private boolean isDeletable(Item item) {
        return item.deletable() != null && !item.deletable().isAfter(clock.instant());
    }

    private boolean alive(Item item) {
        return item != null && (item.expires() == null || item.expires().isAfter(clock.instant()));
    }
}
