package dev.cairn.bench;

import dev.cairn.aws.DynamoItemStore;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tables in memory and knows how many bytes DynamoDB would bill for each item. The size is computed once, when
 * the item is written, so that counting reads takes hardly any time. Each function has its own {@link Bill}.
 * Thread-safe.
 */
final class BilledTables {
    /** The index overhead that DynamoDB adds to each item when it bills storage. */
    static final int BYTES_OF_AN_ITEMS_OWN = 100;

    /** The limit of a BatchGetItem. */
    private static final int MOST_KEYS_A_CALL = 100;

    private static final int WRITE_UNIT_BYTES = 1024;
    private static final int READ_UNIT_BYTES = 4096;
    private static final int QUERY_PAGE_BYTES = 1024 * 1024;

    private record Stored(Item item, int bytes) {}

    /** @param bytes of names and values, deflated where they are stored deflated */
    record Size(long items, long bytes) {
        Size plus(Size other) {
            return new Size(items + other.items, bytes + other.bytes);
        }

        long billedBytes() {
            return bytes + items * BYTES_OF_AN_ITEMS_OWN;
        }
    }

    private final Map<Table, Map<String, TreeMap<String, Stored>>> tables = new EnumMap<>(Table.class);
    private final Clock clock;

    BilledTables(Clock clock) {
        this.clock = clock;
        for (Table table : Table.values()) {
            tables.put(table, new HashMap<>());
        }
    }

    /** These tables, with their use charged to one function. */
    ItemStore chargedTo(Bill bill) {
        return new Charged(bill);
    }

    /** The stored items that have not expired. */
    synchronized Map<Kind, Size> sizes() {
        Map<Kind, Size> sizes = new EnumMap<>(Kind.class);
        tables.forEach((table, partitions) -> partitions.forEach((partition, items) -> items.values().stream()
                .filter(this::isKept)
                .forEach(stored -> sizes.merge(Kind.of(table, partition), new Size(1, stored.bytes()), Size::plus))));
        return sizes;
    }

    private synchronized @Nullable Stored get(Item.Key key) {
        TreeMap<String, Stored> partition = tables.get(key.table()).get(key.partition());
        Stored stored = partition == null ? null : partition.get(key.sort());
        return alive(stored) ? stored : null;
    }

    private synchronized List<Stored> query(Table table, String partition, String from, String to) {
        TreeMap<String, Stored> items = tables.get(table).get(partition);
        Stream<Stored> found = items == null || from.compareTo(to) > 0
                ? Stream.of()
                : items.subMap(from, true, to, true).values().stream();
        return found.filter(this::alive).toList();
    }

    /** See {@link ItemStore#put}. */
    private synchronized boolean put(Stored next) {
        Stored stored = get(next.item().key());
        Item item = next.item();
        if ((stored == null ? 0 : stored.item().revision()) == item.revision() - 1) {
            replace(next);
            return true;
        }
        return stored != null
                && stored.item().revision() == item.revision()
                && stored.item().body().equals(item.body());
    }

    private synchronized void replace(Stored next) {
        Item.Key key = next.item().key();
        tables.get(key.table())
                .computeIfAbsent(key.partition(), name -> new TreeMap<>())
                .put(key.sort(), next);
    }

    private synchronized boolean delete(Item.Key key, long revision) {
        Stored stored = get(key);
        if (stored == null || stored.item().revision() != revision) {
            return false;
        }
        tables.get(key.table()).get(key.partition()).remove(key.sort());
        return true;
    }

    private boolean alive(@Nullable Stored stored) {
        return stored != null
                && (stored.item().expires() == null || stored.item().expires().isAfter(clock.instant()));
    }

    /** DynamoDB deletes expired items within a few days. */
    private boolean isKept(Stored stored) {
        Item item = stored.item();
        return alive(stored) && (item.deletable() == null || item.deletable().isAfter(clock.instant()));
    }

    private static Kind kind(Item.Key key) {
        return Kind.of(key.table(), key.partition());
    }

    /**
     * A write costs the larger of the old and the new item; a read costs at least one unit, even if it finds nothing.
     */
    private final class Charged implements ItemStore {
        private final Bill bill;

        private Charged(Bill bill) {
            this.bill = bill;
        }

        @Override
        public Map<Item.Key, Item> get(Collection<Item.Key> keys) {
            Set<Item.Key> distinct = new HashSet<>(keys);
            Map<Item.Key, Item> found = new LinkedHashMap<>();
            for (Item.Key key : distinct) {
                Stored stored = BilledTables.this.get(key);
                long units = stored == null ? 1 : Math.ceilDiv(stored.bytes(), READ_UNIT_BYTES);
                bill.read(kind(key), units);
                ReadOfDays.of(kind(key), key.partition(), false, clock).ifPresent(read -> bill.read(read, units));
                if (stored != null) {
                    found.put(key, stored.item());
                }
            }
            bill.called(Math.ceilDiv(distinct.size(), MOST_KEYS_A_CALL));
            return found;
        }

        @Override
        public List<Item> query(Table table, String partition, String from, String to) {
            List<Stored> found = BilledTables.this.query(table, partition, from, to);
            long bytes = found.stream().mapToLong(Stored::bytes).sum();
            Kind kind = Kind.of(table, partition);
            long units = Math.max(1, Math.ceilDiv(bytes, READ_UNIT_BYTES));
            bill.read(kind, units);
            boolean whole = from.isEmpty();
            ReadOfDays.of(kind, partition, whole, clock).ifPresent(read -> bill.read(read, units));
            bill.called(Math.max(1, Math.ceilDiv(bytes, QUERY_PAGE_BYTES)));
            return found.stream().map(Stored::item).toList();
        }

        @Override
        public boolean put(Item item) {
            Stored next = new Stored(item, DynamoItemStore.bytes(item));
            long units = units(item.key(), next.bytes());
            boolean done = BilledTables.this.put(next);
            wrote(item.key(), units, done);
            return done;
        }

        @Override
        public void replace(Item item) {
            Stored next = new Stored(item, DynamoItemStore.bytes(item));
            long units = units(item.key(), next.bytes());
            BilledTables.this.replace(next);
            wrote(item.key(), units, true);
        }

        @Override
        public boolean delete(Item.Key key, long revision) {
            long units = units(key, 0);
            boolean done = BilledTables.this.delete(key, revision);
            bill.wrote(kind(key), units, done);
            return done;
        }

        private void wrote(Item.Key key, long units, boolean done) {
            bill.wrote(kind(key), units, done);
            if (kind(key) == Kind.MARKS && done) {
                bill.raisedMark();
            }
        }

        private long units(Item.Key key, int bytes) {
            Stored before = BilledTables.this.get(key);
            int most = Math.max(bytes, before == null ? 1 : before.bytes());
            return Math.ceilDiv(most, WRITE_UNIT_BYTES);
        }
    }
}
