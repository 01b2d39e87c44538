package dev.cairn.store.memory;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import dev.cairn.store.visitor.ClosedDayChunks;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the tables as sorted maps. It has the same contract as the DynamoDB adapter and passes the same tests.
 * Thread-safe.
 */
public final class MemoryItemStore implements ItemStore {
    private final Map<Table, Map<String, TreeMap<String, Item>>> tables = new LinkedHashMap<>();
    private final Clock clock;

    public MemoryItemStore(Clock clock) {
        this.clock = clock;
        for (Table table : Table.values()) {
            tables.put(table, new HashMap<>());
        }
    }

    @Override
    public synchronized Map<Item.Key, Item> get(Collection<Item.Key> keys) {
        Map<Item.Key, Item> found = new LinkedHashMap<>();
        for (Item.Key key : keys) {
            Item item = partition(key).get(key.sort());
            if (item != null && alive(item)) {
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
        return partitions(table).getOrDefault(partition, new TreeMap<>()).subMap(from, true, to, true).values().stream()
                .filter(this::alive)
                .toList();
    }

    @Override
    public synchronized boolean put(Item item) {
        Item stored = partition(item.key()).get(item.key().sort());
        if ((stored != null && alive(stored) ? stored.revision() : 0) != item.revision() - 1) {
            return stored != null
                    && alive(stored)
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
        if (stored == null || !alive(stored) || stored.revision() != revision) {
            return false;
        }
        partition(key).remove(key.sort());
        return true;
    }

    /** A copy with the same items; writes to one do not affect the other. */
    public synchronized MemoryItemStore copy(Clock ofTheCopy) {
        MemoryItemStore copy = new MemoryItemStore(ofTheCopy);
        tables.forEach((table, partitions) ->
                partitions.forEach((name, partition) -> copy.partitions(table).put(name, new TreeMap<>(partition))));
        return copy;
    }

    /** Removes expired items, as DynamoDB does in its own time, to bound memory use in long runs. */
    public synchronized void dropExpired() {
        for (Map<String, TreeMap<String, Item>> table : tables.values()) {
            table.values().forEach(partition -> partition.values().removeIf(item -> !alive(item) || isDeletable(item)));
            table.values().removeIf(TreeMap::isEmpty);
        }
    }

    /**
     * Removes the pages of compacted buckets, which no reader needs any more; DynamoDB removes them weeks later.
     *
     * @return the number of removed items
     */
    public synchronized int dropCompacted() {
        int before = all().size();
        partitions(Table.STATE).values().forEach(partition -> {
            Item head = partition.get("~compacted");
            if (head != null
                    && Json.read(head.body(), ClosedDayChunks.Head.class).done()) {
                partition.values().removeIf(item -> item.deletable() != null);
            }
        });
        return before - all().size();
    }

    /** All items, expired ones included, for tests that look for data that must not be stored. */
    public synchronized List<Item> all() {
        return tables.values().stream()
                .flatMap(table -> table.values().stream())
                .flatMap(partition -> partition.values().stream())
                .toList();
    }

    private Map<String, TreeMap<String, Item>> partitions(Table table) {
        return Objects.requireNonNull(tables.get(table));
    }

    private TreeMap<String, Item> partition(Item.Key key) {
        return partitions(key.table()).computeIfAbsent(key.partition(), name -> new TreeMap<>());
    }

    private boolean isDeletable(Item item) {
        return item.deletable() != null && !item.deletable().isAfter(clock.instant());
    }

    private boolean alive(@Nullable Item item) {
        return item != null && (item.expires() == null || item.expires().isAfter(clock.instant()));
    }
}
