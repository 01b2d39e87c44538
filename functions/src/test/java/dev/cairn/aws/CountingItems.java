package dev.cairn.aws;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what DynamoDB would bill. A write, even a refused one, costs the larger of the old and the new item; a
 * strongly consistent read costs at least one unit, even if it finds nothing. The old items are read from the
 * underlying store without counting; an expired one, which DynamoDB may still have, counts as missing. Thread-safe if
 * the underlying store is.
 */
public final class CountingItems implements ItemStore {
    private static final int READ_UNIT_BYTES = 4096;

    private final ItemStore items;
    private final AtomicLong writeUnits = new AtomicLong();
    private final AtomicLong readUnits = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong refusedWrites = new AtomicLong();
    private final AtomicLong reads = new AtomicLong();
    private final Map<Table, AtomicLong> writeUnitsByTable = new EnumMap<>(Table.class);

    public CountingItems(ItemStore items) {
        this.items = items;
        for (Table table : Table.values()) {
            writeUnitsByTable.put(table, new AtomicLong());
        }
    }

    /**
     * @param reads number of calls: one BatchGetItem for every 100 keys or part of them, one Query (whatever its pages)
     */
    public record Counted(long writeUnits, long readUnits, long writes, long refusedWrites, long reads) {}

    public Counted counted() {
        return new Counted(writeUnits.get(), readUnits.get(), writes.get(), refusedWrites.get(), reads.get());
    }

    public long writeUnits(Table table) {
        return writeUnitsByTable.get(table).get();
    }

    @Override
    public Map<Item.Key, Item> get(Collection<Item.Key> keys) {
        Map<Item.Key, Item> found = items.get(keys);
        for (Item.Key key : new HashSet<>(keys)) {
            Item item = found.get(key);
            readUnits.addAndGet(item == null ? 1 : DynamoItemStore.readUnits(item));
        }
        reads.addAndGet(Math.ceilDiv(new HashSet<>(keys).size(), BatchGet.MAX_KEYS));
        return found;
    }

    @Override
    public List<Item> query(Table table, String partition, String from, String to) {
        List<Item> found = items.query(table, partition, from, to);
        long bytes = found.stream().mapToLong(DynamoItemStore::bytes).sum();
        readUnits.addAndGet(Math.max(1, Math.ceilDiv(bytes, READ_UNIT_BYTES)));
        reads.incrementAndGet();
        return found;
    }

    @Override
    public boolean put(Item item) {
        wrote(item.key(), Math.max(stored(item.key()), DynamoItemStore.writeUnits(item)));
        return orRefused(items.put(item));
    }

    @Override
    public void replace(Item item) {
        wrote(item.key(), Math.max(stored(item.key()), DynamoItemStore.writeUnits(item)));
        items.replace(item);
    }

    @Override
    public boolean delete(Item.Key key, long revision) {
        wrote(key, stored(key));
        return orRefused(items.delete(key, revision));
    }

    private int stored(Item.Key key) {
        return items.get(key).map(DynamoItemStore::writeUnits).orElse(1);
    }

    private void wrote(Item.Key key, int units) {
        writes.incrementAndGet();
        writeUnits.addAndGet(units);
        writeUnitsByTable.get(key.table()).addAndGet(units);
    }

    private boolean orRefused(boolean done) {
        if (!done) {
            refusedWrites.incrementAndGet();
        }
        return done;
    }
}
