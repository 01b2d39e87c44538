package dev.cairn.aggregate.count;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import dev.cairn.store.bucket.DayBuckets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Caches the statistics of each bucket of a day, so that one late sale does not force a recount of the whole day. */
public final class BucketCache {
    /** Deflated, this stays below DynamoDB's item limit of 400 KB; larger statistics are recomputed each time. */
    private static final int MOST_CHARS = 1_000_000;

    private final ItemStore items;

    BucketCache(ItemStore items) {
        this.items = items;
    }

    /**
     * The cached statistics of a bucket.
     *
     * @param fingerprint of the funnels it was computed with
     * @param asOf the time it was computed for
     * @param nextClose when it must be recomputed because a window closes that its closings do not cover
     * @param epoch of the run that computed it. The run read the facts after the epoch began, so the partial covers the
     *     marks of all earlier epochs
     * @param statistics null when they were too large or not worth storing: the bucket is then recounted each time
     */
    public record Partial(
            String fingerprint,
            long asOf,
            long nextClose,
            long epoch,
            @Nullable DayStatistics statistics) {

        Partial with(@Nullable DayStatistics other) {
            return new Partial(fingerprint, asOf, other == null ? nextClose : other.countedUntil(), epoch, other);
        }

        boolean holdsFor(String currentFingerprint, long currentAsOf) {
            return statistics != null
                    && fingerprint.equals(currentFingerprint)
                    && asOf <= currentAsOf
                    && currentAsOf < nextClose;
        }
    }

    public record Stored(Partial partial, long revision) {}

    /** Visits a day's partials one by one, by bucket. */
    void forEach(String site, LocalDate day, BiConsumer<Integer, Stored> each) {
        items.forEach(
                Table.STATISTICS,
                partition(site, day),
                item -> each.accept(Integer.valueOf(item.key().sort()), stored(item)));
    }

    /** The existing partials of the given buckets, by bucket. */
    Map<Integer, Stored> get(String site, LocalDate day, List<Integer> buckets) {
        Map<Integer, Stored> partials = new TreeMap<>();
        items.get(buckets.stream().map(bucket -> key(site, day, bucket)).toList())
                .forEach((key, item) -> partials.put(Integer.valueOf(key.sort()), stored(item)));
        return partials;
    }

    private static Stored stored(Item item) {
        return new Stored(Json.read(item.body(), Partial.class), item.revision());
    }

    /** False when another run won. */
    boolean put(String site, LocalDate day, int bucket, long revisionRead, Partial partial, Instant expires) {
        String body = Json.write(partial);
        if (body.length() > MOST_CHARS && partial.statistics() != null) {
            body = Json.write(partial.with(partial.statistics().withoutClosings()));
        }
        if (body.length() > MOST_CHARS) {
            body = Json.write(partial.with(null));
        }
        return items.put(new Item(key(site, day, bucket), revisionRead + 1, body, expires));
    }

    private static Item.Key key(String site, LocalDate day, int bucket) {
        return new Item.Key(Table.STATISTICS, partition(site, day), DayBuckets.name(bucket));
    }

    private static String partition(String site, LocalDate day) {
        return "partial#" + site + "#" + day;
    }
}
