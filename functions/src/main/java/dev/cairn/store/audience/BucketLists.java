package dev.cairn.store.audience;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.OptimisticRetry;
import dev.cairn.store.Table;
import dev.cairn.store.bucket.DayBuckets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stores a list of visitors or orders for each bucket of a day. Counting a bucket replaces its list before the bucket
 * is recorded as counted. Anything that marks the bucket, such as an erasure, therefore corrects the list too, and a
 * crash loses nothing. A list carries the epoch of the run that wrote it; a run that began earlier, and may have read
 * older facts, does not overwrite it.
 *
 * <p>The lists are in the table of visitor data, which the Report function cannot read.
 *
 * @param <E> an entry
 */
public final class BucketLists<E> {
    private static final int MOST_IN_A_PART = 1_000;
    private static final int ATTEMPTS = 40;

    private final ItemStore items;
    private final String prefix;
    private final JavaType type;

    /**
     * One item of a list.
     *
     * @param parts number of parts in the list
     */
    private record Part<E>(long epoch, int parts, List<E> entries) {}

    /** @param name the lists' name in their keys */
    BucketLists(ItemStore items, String name, Class<E> entry) {
        this.items = items;
        this.prefix = name + "#";
        this.type = Json.MAPPER.getTypeFactory().constructParametricType(Part.class, entry);
    }

    /**
     * Replaces the list of a bucket.
     *
     * @param epoch the run's epoch, which began before the run read the bucket
     */
    public void put(String site, LocalDate day, int bucket, long epoch, List<E> entries, Instant expires) {
        Map<Integer, Item> known = new HashMap<>();
        String bucketName = DayBuckets.name(bucket) + "#";
        items.query(Table.STATE, partition(site, day), bucketName, bucketName + "~")
                .forEach(item -> known.put(number(item), item));
        int parts = Math.max(1, Math.ceilDiv(entries.size(), MOST_IN_A_PART));
        int most = known.keySet().stream().mapToInt(part -> part + 1).reduce(parts, Math::max);
        // The first part is written last: it gives the number of parts. Parts left over from a longer list are emptied.
        for (int part = most - 1; part >= 0; part--) {
            List<E> some = entries.subList(
                    Math.min(entries.size(), part * MOST_IN_A_PART),
                    Math.min(entries.size(), (part + 1) * MOST_IN_A_PART));
            Item.Key key = new Item.Key(Table.STATE, partition(site, day), bucketName + "%04d".formatted(part));
            put(key, known.get(part), new Part<>(epoch, parts, some), expires);
        }
    }

    private void put(Item.Key key, @Nullable Item read, Part<E> part, Instant expires) {
        Item known = read;
        for (OptimisticRetry tries = OptimisticRetry.over("a bucket's list", ATTEMPTS); ; tries.tryAgain()) {
            if (known != null && part(known).epoch() > part.epoch()) {
                return;
            }
            long revision = known == null ? 1 : known.revision() + 1;
            if (items.put(new Item(key, revision, Json.write(part), expires))) {
                return;
            }
            known = items.get(key).orElse(null);
        }
    }

    /** Visits the entries of all buckets of a day. */
    public void forEach(String site, LocalDate day, Consumer<E> each) {
        Map<String, Integer> parts = new HashMap<>();
        items.forEach(Table.STATE, partition(site, day), item -> {
            Part<E> part = part(item);
            if (number(item) == 0) {
                parts.put(bucket(item), part.parts());
            }
            if (number(item) < parts.getOrDefault(bucket(item), 0)) {
                part.entries().forEach(each);
            }
        });
    }

    private Part<E> part(Item item) {
        return Json.MAPPER.convertValue(Json.read(item.body(), JsonNode.class), type);
    }

    private String partition(String site, LocalDate day) {
        return prefix + site + "#" + day;
    }

    private static String bucket(Item item) {
        return item.key().sort().substring(0, item.key().sort().indexOf('#'));
    }

    private static int number(Item item) {
        return Integer.parseInt(item.key().sort().substring(item.key().sort().indexOf('#') + 1));
    }
}
