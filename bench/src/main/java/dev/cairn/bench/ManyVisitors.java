package dev.cairn.bench;

import dev.cairn.aws.DynamoItemStore;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import dev.cairn.store.bucket.DayBuckets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Simulates any number of visitors per bucket of a day by copying the stored visitors as they are read, so that
 * millions need no memory. A copy shares its original's other days, devices and orders. Counts reads as DynamoDB bills
 * them.
 */
final class ManyVisitors implements ItemStore {
    /** Occurs in no hash: the text after it distinguishes copies. */
    private static final char COPY = '!';

    /** The first of 64 last characters; the last two of them are replaced by those 64 places below. */
    private static final int LAST_CHARACTERS = '@';

    private static final String PAGE = "/";
    private static final int READ_UNIT_BYTES = 4096;
    private static final int QUERY_PAGE_BYTES = 1024 * 1024;
    private static final int MOST_KEYS_A_CALL = 100;

    /** A visitor's items on the day. */
    private record Original(List<Item> pages, long bytes) {}

    private final ItemStore items;
    private final String site;
    private final LocalDate day;
    private final int visitorsABucket;
    private final DayBuckets numbers;
    private final int number;
    private final List<Original> originals = new ArrayList<>();
    private long readUnits;
    private long calls;

    ManyVisitors(ItemStore items, String site, LocalDate day, int visitorsABucket) {
        this.items = items;
        this.site = site;
        this.day = day;
        this.visitorsABucket = visitorsABucket;
        this.numbers = new DayBuckets(items, Clock.systemUTC());
        this.number = numbers.number(site, day);
        for (int bucket = 0; bucket < number; bucket++) {
            Map<String, List<Item>> visitors = new LinkedHashMap<>();
            for (Item item : items.query(Table.STATE, partition(day.toString(), bucket))) {
                visitors.computeIfAbsent(visitor(item.key().sort()), any -> new ArrayList<>())
                        .add(item);
            }
            visitors.values()
                    .forEach(pages -> originals.add(new Original(
                            pages,
                            pages.stream().mapToLong(DynamoItemStore::bytes).sum())));
        }
    }

    /** The day's stored visitors. */
    int originals() {
        return originals.size();
    }

    long readUnits() {
        return readUnits;
    }

    long calls() {
        return calls;
    }

    private String partition(String ofDay, int bucket) {
        return site + "#" + ofDay + "#" + DayBuckets.name(bucket);
    }

    private static String visitor(String sort) {
        int end = sort.indexOf(PAGE);
        return end < 0 ? sort : sort.substring(0, end);
    }

    @Override
    public void forEach(Table table, String partition, Consumer<Item> each) {
        if (table != Table.STATE || !partition.startsWith(site + "#" + day + "#")) {
            query(table, partition).forEach(each);
            return;
        }
        int bucket = Integer.parseInt(partition.substring(partition.lastIndexOf('#') + 1));
        long bytes = 0;
        for (int copy = 0; copy < visitorsABucket; copy++) {
            Original original = originals.get(copy % originals.size());
            bytes += original.bytes();
            for (Item page : original.pages()) {
                String sort = page.key().sort();
                String name = visitor(sort);
                String copied = inBucket(name + COPY + copy, bucket) + sort.substring(name.length());
                each.accept(as(new Item.Key(table, partition, copied), page));
            }
        }
        readUnits += bytes / READ_UNIT_BYTES;
        calls += 1 + bytes / QUERY_PAGE_BYTES;
    }

    /**
     * Appends a character to a visitor's name so that its hash falls into the bucket: one of 64 characters, none of
     * them a separator, which is enough for 64 buckets.
     */
    private String inBucket(String name, int bucket) {
        int hash = 31 * name.substring(2).hashCode();
        int last = LAST_CHARACTERS + Math.floorMod(bucket - hash - LAST_CHARACTERS, number);
        return name + (char) (last < '~' ? last : last - LAST_CHARACTERS);
    }

    private static Item as(Item.Key key, Item item) {
        return new Item(key, item.revision(), item.body(), item.expires());
    }

    @Override
    public Map<Item.Key, Item> get(Collection<Item.Key> keys) {
        Map<Item.Key, Item.Key> originalOf = new LinkedHashMap<>();
        keys.forEach(key -> originalOf.put(key, original(key)));
        Map<Item.Key, Item> found = items.get(originalOf.values());
        Map<Item.Key, Item> copies = new LinkedHashMap<>();
        originalOf.forEach((key, original) -> {
            Item item = found.get(original);
            readUnits += item == null ? 1 : Math.ceilDiv(DynamoItemStore.bytes(item), READ_UNIT_BYTES);
            if (item != null) {
                copies.put(key, as(key, item));
            }
        });
        calls += Math.ceilDiv(originalOf.size(), MOST_KEYS_A_CALL);
        return copies;
    }

    private Item.Key original(Item.Key key) {
        if (key.table() != Table.STATE) {
            return key;
        }
        String partition = original(key.partition());
        String sort = original(key.sort());
        if (!sort.equals(key.sort())) {
            String hash = VisitorKey.tryParse(visitor(sort)).orElseThrow().hash();
            String ofDay = partition.split("#")[1];
            int ofThatDay = numbers.number(site, LocalDate.parse(ofDay));
            partition = partition(ofDay, Math.floorMod(hash.hashCode(), ofThatDay));
        }
        return new Item.Key(key.table(), partition, sort);
    }

    private static String original(String name) {
        int copy = name.indexOf(COPY);
        if (copy < 0) {
            return name;
        }
        int end = name.indexOf(PAGE, copy);
        return name.substring(0, copy) + (end < 0 ? "" : name.substring(end));
    }

    @Override
    public List<Item> query(Table table, String partition, String from, String to) {
        Item.Key first = original(new Item.Key(table, partition, from));
        List<Item> found = items.query(table, first.partition(), first.sort(), original(to));
        long bytes = found.stream().mapToLong(DynamoItemStore::bytes).sum();
        readUnits += Math.max(1, bytes / READ_UNIT_BYTES);
        calls += 1 + bytes / QUERY_PAGE_BYTES;
        return found;
    }

    @Override
    public boolean put(Item item) {
        calls++;
        return items.put(item);
    }

    @Override
    public void replace(Item item) {
        calls++;
        items.replace(item);
    }

    @Override
    public boolean delete(Item.Key key, long revision) {
        calls++;
        return items.delete(key, revision);
    }
}
