package dev.cairn.jobs;

import dev.cairn.domain.event.StoredEvent;
import dev.cairn.plan.model.Site;
import dev.cairn.store.ItemStore;
import dev.cairn.store.bucket.DirtyBuckets.BucketKey;
import dev.cairn.store.visitor.VisitorDayStore;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

/** Reads stored days, bucket by bucket. */
final class StoredDays {
    private final VisitorDayStore visitorDays;

    StoredDays(ItemStore items, Clock clock) {
        this.visitorDays = new VisitorDayStore(items, clock);
    }

    /** Every bucket of a day that may contain data. */
    List<BucketKey> places(Site site, LocalDate day) {
        return IntStream.range(0, visitorDays.buckets(site.id(), day))
                .mapToObj(bucket -> new BucketKey(site.id(), day, bucket))
                .toList();
    }

    /** The number of a day's events that are tagged with an earlier plan version. */
    long left(Site site, LocalDate day, int planVersion) {
        long left = 0;
        int buckets = visitorDays.buckets(site.id(), day);
        for (int bucket = 0; bucket < buckets; bucket++) {
            left += visitorDays.bucket(site.id(), day, bucket).values().stream()
                    .flatMap(loaded -> loaded.day().copies().stream())
                    .filter(copy -> isLeft(copy, planVersion))
                    .count();
        }
        return left;
    }

    private static boolean isLeft(StoredEvent copy, int planVersion) {
        return copy.planVersion() < planVersion;
    }
}
