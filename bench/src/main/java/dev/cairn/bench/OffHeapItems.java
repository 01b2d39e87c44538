package dev.cairn.bench;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Keeps the tables' bodies deflated and off-heap, so that the heap shows only the reader's memory. Counts the items and
 * the deflated bytes that are read. Thread-safe; does not apply expiry.
 */
final class OffHeapItems implements ItemStore {
    private record Place(Table table, String partition) {}

    private record Stored(long revision, ByteBuffer body, int plainBytes) {}

    private final Map<Place, TreeMap<String, Stored>> tables = new LinkedHashMap<>();
    private long itemsRead;
    private long bytesRead;

    synchronized void startCounting() {
        itemsRead = 0;
        bytesRead = 0;
    }

    synchronized long itemsRead() {
        return itemsRead;
    }

    synchronized long bytesRead() {
        return bytesRead;
    }

    @Override
    public synchronized Map<Item.Key, Item> get(Collection<Item.Key> keys) {
        Map<Item.Key, Item> found = new LinkedHashMap<>();
        for (Item.Key key : keys) {
            Stored stored = partition(key.table(), key.partition()).get(key.sort());
            if (stored != null) {
                found.put(key, read(key, stored));
            }
        }
        return found;
    }

    @Override
    public synchronized List<Item> query(Table table, String partition, String from, String to) {
        List<Item> found = new ArrayList<>();
        if (from.compareTo(to) <= 0) {
            partition(table, partition)
                    .subMap(from, true, to, true)
                    .forEach((sort, stored) -> found.add(read(new Item.Key(table, partition, sort), stored)));
        }
        return found;
    }

    @Override
    public synchronized void forEach(Table table, String partition, Consumer<Item> each) {
        partition(table, partition)
                .forEach((sort, stored) -> each.accept(read(new Item.Key(table, partition, sort), stored)));
    }

    @Override
    public synchronized boolean put(Item item) {
        Stored stored = partition(item.key().table(), item.key().partition())
                .get(item.key().sort());
        if ((stored == null ? 0 : stored.revision()) != item.revision() - 1) {
            return false;
        }
        replace(item);
        return true;
    }

    @Override
    public synchronized void replace(Item item) {
        byte[] plain = item.body().getBytes(StandardCharsets.UTF_8);
        byte[] deflated = deflated(plain);
        ByteBuffer body =
                ByteBuffer.allocateDirect(deflated.length).put(deflated).flip();
        partition(item.key().table(), item.key().partition())
                .put(item.key().sort(), new Stored(item.revision(), body, plain.length));
    }

    @Override
    public synchronized boolean delete(Item.Key key, long revision) {
        Stored stored = partition(key.table(), key.partition()).get(key.sort());
        if (stored == null || stored.revision() != revision) {
            return false;
        }
        partition(key.table(), key.partition()).remove(key.sort());
        return true;
    }

    private TreeMap<String, Stored> partition(Table table, String partition) {
        return tables.computeIfAbsent(new Place(table, partition), place -> new TreeMap<>());
    }

    private Item read(Item.Key key, Stored stored) {
        byte[] deflated = new byte[stored.body().limit()];
        stored.body().get(0, deflated);
        itemsRead++;
        bytesRead += deflated.length;
        return new Item(
                key,
                stored.revision(),
                new String(inflated(deflated, stored.plainBytes()), StandardCharsets.UTF_8),
                null);
    }

    private static byte[] deflated(byte[] plain) {
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }

    private static byte[] inflated(byte[] deflated, int length) {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(deflated);
            byte[] plain = new byte[length];
            inflater.inflate(plain);
            return plain;
        } catch (DataFormatException notOurs) {
            throw new IllegalStateException("an item's body cannot be read", notOurs);
        }
    }
}
