package dev.cairn.store.visitor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.OptimisticRetry;
import dev.cairn.store.Table;
import dev.cairn.store.visitor.VisitorDayCodec.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stores the compacted visitor days of a sealed day's bucket in chunks: items that many visitor days share. The
 * visitor's hash determines the chunk, so reading a visitor day takes one read.
 *
 * <p>A compaction first writes the number of chunks, then reads the chunks, then the pages, and then writes the chunks
 * over the revisions it read. An erasure that removes copies from the pages touches the chunk afterwards, so removed
 * copies never reappear. Finally the bucket is recorded as compacted: from then on, the pages that were written before
 * the day was sealed are no longer read. All of this can be repeated, run concurrently, and stopped at any point.
 */
public final class ClosedDayChunks {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Sorts after all visitors. */
    private static final String FIRST = "~";

    private static final String HEAD = FIRST + "compacted";
    private static final String CHUNK = FIRST + "chunk/";

    /** About 40 events, which deflate to about 3 KB: reading one visitor day costs one read unit. */
    private static final int CHARS_A_CHUNK = 10_000;

    private static final int MOST_CHUNKS = 4_096;
    private static final int ATTEMPTS = 40;
    private static final int CHUNKS_A_QUERY = 16;
    private static final int MOST_REMEMBERED = 100_000;

    private final ItemStore items;
    private final Map<String, Head> compacted = new ConcurrentHashMap<>();

    ClosedDayChunks(ItemStore items) {
        this.items = items;
    }

    /** @param done whether the chunks contain everything that was written before the day was sealed */
    public record Head(int chunks, boolean done) {}

    /** A chunk's content as it was read. */
    private record Chunk(Item.Key key, long revision, TreeMap<String, Page> visitors) {}

    /** Whether an item is part of a compacted bucket rather than a page. */
    static boolean isPart(String sort) {
        return sort.startsWith(FIRST);
    }

    /** The head of a compacted bucket; empty when its compaction has not begun. */
    Optional<Head> head(String partition) {
        return Optional.ofNullable(heads(Set.of(partition)).get(partition));
    }

    /** The heads of compacted buckets, by partition; buckets whose compaction has not begun are omitted. */
    Map<String, Head> heads(Set<String> partitions) {
        Map<String, Head> heads = new HashMap<>();
        Set<Item.Key> unknown = new HashSet<>();
        for (String partition : partitions) {
            Head known = compacted.get(partition);
            if (known == null) {
                unknown.add(headKey(partition));
            } else {
                heads.put(partition, known);
            }
        }
        if (!unknown.isEmpty()) {
            items.get(unknown).values().forEach(item -> {
                Head head = Json.read(item.body(), Head.class);
                heads.put(item.key().partition(), head);
                if (head.done()) {
                    remember(item.key().partition(), head);
                }
            });
        }
        return heads;
    }

    private void remember(String partition, Head head) {
        if (compacted.size() >= MOST_REMEMBERED) {
            compacted.clear();
        }
        compacted.put(partition, head);
    }

    private static Item.Key headKey(String partition) {
        return new Item.Key(Table.STATE, partition, HEAD);
    }

    private static Item.Key chunkKey(String partition, int number) {
        return new Item.Key(Table.STATE, partition, CHUNK + "%04d".formatted(number));
    }

    /** The key of the chunk that holds a visitor's data. */
    static Item.Key chunkKey(String partition, Head head, VisitorKey visitor) {
        // Mixes in the other bits of the hash, because the visitors of a bucket agree in some.
        int mixed = Integer.reverse(visitor.hash().hashCode() * 0x9E3779B9);
        return chunkKey(partition, Math.floorMod(mixed, head.chunks()));
    }

    /** A visitor's data in a chunk, null when it has none. */
    static @Nullable Page page(@Nullable Item chunk, VisitorKey visitor) {
        return chunk == null ? null : read(chunk).visitors().get(visitor.toString());
    }

    /**
     * Visits all visitors of a compacted bucket, reading some chunks at a time because a bucket may not fit into
     * memory.
     */
    void forEach(String partition, Head head, BiConsumer<VisitorKey, Page> each) {
        for (int from = 0; from < head.chunks(); from += CHUNKS_A_QUERY) {
            chunks(partition, from, from + CHUNKS_A_QUERY - 1)
                    .forEach(chunk -> chunk.visitors()
                            .forEach((visitor, page) ->
                                    each.accept(VisitorKey.tryParse(visitor).orElseThrow(), page)));
        }
    }

    private List<Chunk> chunks(String partition, int from, int to) {
        return items
                .query(
                        Table.STATE,
                        partition,
                        chunkKey(partition, from).sort(),
                        chunkKey(partition, to).sort())
                .stream()
                .map(ClosedDayChunks::read)
                .toList();
    }

    /** Supplies the contents of all pages of a bucket. */
    interface Pages {
        void forEach(BiConsumer<VisitorKey, Page> each);
    }

    /**
     * Updates a bucket's chunks from its pages. Only for a sealed day.
     *
     * @param pages read after the day was sealed: the earlier pages while the bucket is not yet compacted, and the late
     *     pages written since
     * @param expires when the day is forgotten
     */
    void compact(String partition, Pages pages, Instant expires) {
        Head head = begun(partition, pages, expires);
        for (OptimisticRetry tries = OptimisticRetry.over("a closed day", ATTEMPTS);
                !compact(partition, head, pages, expires);
                tries.tryAgain()) {
            // A concurrent erasure or compaction changed a chunk.
        }
        if (!head.done()) {
            items.get(headKey(partition))
                    .filter(item -> !Json.read(item.body(), Head.class).done())
                    .ifPresent(item -> items.put(item.next(Json.write(new Head(head.chunks(), true)))));
        }
    }

    private Head begun(String partition, Pages pages, Instant expires) {
        Optional<Head> known = head(partition);
        if (known.isPresent()) {
            return known.get();
        }
        long[] chars = {0};
        pages.forEach((visitor, page) -> chars[0] += VisitorDayCodec.write(page).length());
        int chunks = 1;
        while (chunks < MOST_CHUNKS && chunks * (long) CHARS_A_CHUNK < chars[0]) {
            chunks *= 2;
        }
        items.put(Item.first(headKey(partition), Json.write(new Head(chunks, false)), expires));
        return head(partition).orElseThrow();
    }

    /** False when a chunk was changed since it was read: the pages may then have changed too. */
    private boolean compact(String partition, Head head, Pages pages, Instant expires) {
        Map<Item.Key, Chunk> chunks = new HashMap<>();
        chunks(partition, 0, head.chunks() - 1).forEach(chunk -> chunks.put(chunk.key(), chunk));
        Map<Item.Key, Map<String, List<Page>>> more =
                new TreeMap<>((one, other) -> one.sort().compareTo(other.sort()));
        pages.forEach(
                (visitor, page) -> more.computeIfAbsent(chunkKey(partition, head, visitor), any -> new TreeMap<>())
                        .computeIfAbsent(visitor.toString(), any -> new ArrayList<>())
                        .add(page));
        for (var each : more.entrySet()) {
            Chunk chunk = chunks.getOrDefault(each.getKey(), new Chunk(each.getKey(), 0, new TreeMap<>()));
            String before = write(chunk.visitors());
            each.getValue().forEach((visitor, added) -> {
                Page there = chunk.visitors().get(visitor);
                List<Page> all = new ArrayList<>(added);
                if (there != null) {
                    all.addFirst(there);
                }
                Page together = Page.together(all);
                if (!together.isEmpty()) {
                    chunk.visitors().put(visitor, together);
                }
            });
            String after = write(chunk.visitors());
            if (!after.equals(before) && !items.put(new Item(chunk.key(), chunk.revision() + 1, after, expires))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Removes copies of a visitor from the bucket's chunks, after they were removed from the pages. Returns false when
     * another writer won: try again.
     *
     * @param late whether the visitor has late pages, whose compaction may be in progress even if the earlier pages are
     *     already compacted
     * @param expires when the day is forgotten
     */
    boolean remove(
            String partition, VisitorKey visitor, Predicate<StoredEvent> unwanted, boolean late, Instant expires) {
        String name = visitor.toString();
        return change(
                partition,
                visitor,
                visitors -> {
                    Page page = visitors.get(name);
                    if (page == null || !page.copies().removeIf(unwanted)) {
                        return false;
                    }
                    if (page.isEmpty()) {
                        visitors.remove(name);
                    }
                    return true;
                },
                late,
                expires);
    }

    /** Removes all data of a visitor from the bucket's chunks, including its flag; otherwise like {@link #remove}. */
    boolean delete(String partition, VisitorKey visitor, boolean late, Instant expires) {
        String name = visitor.toString();
        return change(partition, visitor, visitors -> visitors.remove(name) != null, late, expires);
    }

    /** @param change modifies a chunk's visitors; returns false when it changes nothing */
    private boolean change(
            String partition, VisitorKey visitor, Predicate<Map<String, Page>> change, boolean late, Instant expires) {
        Optional<Head> head = head(partition);
        if (head.isEmpty()) {
            return true;
        }
        Item.Key key = chunkKey(partition, head.get(), visitor);
        Item stored = items.get(key).orElse(null);
        TreeMap<String, Page> visitors =
                stored == null ? new TreeMap<>() : read(stored).visitors();
        // A concurrent compaction may have read the pages earlier: it must find a newer revision than it read.
        return !change.test(visitors) && head.get().done() && !late
                || items.put(new Item(key, stored == null ? 1 : stored.revision() + 1, write(visitors), expires));
    }

    private static String write(Map<String, Page> visitors) {
        ObjectNode chunk = NODES.objectNode();
        visitors.forEach((visitor, page) -> chunk.set(visitor, VisitorDayCodec.tree(VisitorDayCodec.write(page))));
        return chunk.toString();
    }

    private static Chunk read(Item item) {
        TreeMap<String, Page> visitors = new TreeMap<>();
        VisitorDayCodec.tree(item.body())
                .properties()
                .forEach(each -> visitors.put(each.getKey(), VisitorDayCodec.read(each.getValue())));
        return new Chunk(item.key(), item.revision(), visitors);
    }
}
