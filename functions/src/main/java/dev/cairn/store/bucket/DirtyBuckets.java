package dev.cairn.store.bucket;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.OptimisticRetry;
import dev.cairn.store.Table;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Manages marks, which record the buckets with changes that their rows do not reflect yet. A mark holds the epoch in
 * which it was raised. A run begins by incrementing the epoch, so every mark below the run's epoch was raised after its
 * facts were written, and the run reads those facts. A writer raises its marks after writing its last fact, even when
 * it repeats a write. Raising a mark twice within an epoch costs one write. A run clears each mark it has counted,
 * unless the mark was raised again. Thread-safe.
 */
public final class DirtyBuckets {
    private static final Item.Key EPOCH = new Item.Key(Table.STATISTICS, "runs", "epoch");
    private static final int PARTITIONS = 16;
    private static final int ATTEMPTS = 40;
    private static final int MOST_REMEMBERED = 100_000;

    /** Longer than any run can last. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    /** The partition in which the previous version raised all marks. */
    private static final String BEFORE = "marks";

    private final ItemStore items;
    private final Clock clock;
    private final Map<BucketKey, Long> raised = new ConcurrentHashMap<>();

    public DirtyBuckets(ItemStore items, Clock clock) {
        this.items = items;
        this.clock = clock;
    }

    /** A bucket of a site's day. */
    public record BucketKey(String site, LocalDate day, int bucket) {
        static BucketKey parse(String sort) {
            String[] parts = sort.split("#");
            return new BucketKey(parts[0], LocalDate.parse(parts[1]), Integer.parseInt(parts[2]));
        }

        /** Spreads the writes of a large site over several partitions, whatever the number of sites. */
        private String partition() {
            int number = Math.floorMod(31 * site.hashCode() + bucket, PARTITIONS);
            return BEFORE + "#" + DayBuckets.name(number);
        }

        @Override
        public String toString() {
            return site + "#" + day + "#" + DayBuckets.name(bucket);
        }
    }

    /**
     * A raised mark.
     *
     * @param epoch in which it was last raised; 0 for a mark of the previous version
     * @param revision the revision it got when it was raised
     */
    public record Mark(BucketKey place, long epoch, long revision, Item.Key key) {}

    private record Epoch(long epoch) {}

    /** A cleared mark is kept for a while: if it were deleted and created again, it would reuse an earlier revision. */
    private record Raised(long epoch, boolean cleared) {}

    /** The epoch of the most recently started run, 0 before the first. */
    public long epoch() {
        return items.get(EPOCH).map(DirtyBuckets::epoch).orElse(0L);
    }

    /** Starts a run and returns its epoch, which is above that of every mark raised so far. */
    public long nextEpoch() {
        for (OptimisticRetry tries = OptimisticRetry.over("the epoch", ATTEMPTS); ; tries.tryAgain()) {
            Item stored = items.get(EPOCH).orElse(null);
            long next = stored == null ? 1 : epoch(stored) + 1;
            long revision = stored == null ? 1 : stored.revision() + 1;
            if (items.put(new Item(EPOCH, revision, Json.write(new Epoch(next)), null))) {
                return next;
            }
        }
    }

    private static long epoch(Item item) {
        return Json.read(item.body(), Epoch.class).epoch();
    }

    /** Raises marks in the current epoch. Call this after the facts they refer to are written and read. */
    public void raise(Collection<BucketKey> places) {
        if (!places.isEmpty()) {
            long now = epoch();
            new HashSet<>(places).forEach(place -> raise(place, now));
        }
    }

    private void raise(BucketKey place, long now) {
        if (raised.getOrDefault(place, -1L) >= now) {
            return;
        }
        Item.Key key = new Item.Key(Table.STATISTICS, place.partition(), place.toString());
        for (OptimisticRetry tries = OptimisticRetry.over("a mark", ATTEMPTS); ; tries.tryAgain()) {
            Item stored = items.get(key).orElse(null);
            long revision = stored == null ? 1 : stored.revision() + 1;
            Raised before = stored == null ? new Raised(-1, true) : Json.read(stored.body(), Raised.class);
            Raised after = new Raised(Math.max(now, before.epoch()), false);
            if (after.equals(before) || items.put(new Item(key, revision, Json.write(after), null))) {
                break;
            }
        }
        if (raised.size() >= MOST_REMEMBERED) {
            raised.clear();
        }
        raised.put(place, now);
    }

    /** All marks, of all sites. */
    public List<Mark> all() {
        Set<String> partitions = new HashSet<>(Set.of(BEFORE));
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(BEFORE + "#" + DayBuckets.name(i));
        }
        List<Mark> marks = new ArrayList<>();
        partitions.stream()
                .sorted()
                .forEach(partition -> items.query(Table.STATISTICS, partition)
                        .forEach(item -> mark(item).ifPresent(marks::add)));
        return marks;
    }

    /** Clears a mark unless it was raised again; then it stays for the next run. */
    public void clear(Mark mark) {
        if (mark.key().partition().equals(BEFORE)) {
            items.delete(mark.key(), mark.revision());
        } else {
            String cleared = Json.write(new Raised(mark.epoch(), true));
            Instant forgotten = clock.instant().plus(FORGOTTEN_AFTER);
            items.put(new Item(mark.key(), mark.revision() + 1, cleared, forgotten));
        }
    }

    private static Optional<Mark> mark(Item item) {
        Raised raised = Json.read(item.body(), Raised.class);
        return raised.cleared()
                ? Optional.empty()
                : Optional.of(
                        new Mark(BucketKey.parse(item.key().sort()), raised.epoch(), item.revision(), item.key()));
    }
}
