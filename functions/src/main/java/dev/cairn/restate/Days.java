package dev.cairn.restate;

import dev.cairn.classify.Reclassifier;
import dev.cairn.domain.StoredEvent;
import dev.cairn.plan.Site;
import dev.cairn.store.Items;
import dev.cairn.store.VisitorDays;
import java.time.LocalDate;

/** Days as they are stored, bucket by bucket. */
final class Days {
    private final Reclassifier reclassifier;
    private final VisitorDays visitorDays;

    Days(Reclassifier reclassifier, Items items) {
        this.reclassifier = reclassifier;
        this.visitorDays = new VisitorDays(items);
    }

    /** How many of a day's events are tagged by an earlier version. */
    long left(Site site, LocalDate day, int planVersion) {
        long left = 0;
        for (int bucket = 0; bucket < VisitorDays.BUCKETS; bucket++) {
            left += visitorDays.bucket(site.id(), day, bucket).values().stream()
                    .flatMap(loaded -> loaded.day().kept().stream())
                    .flatMap(kept -> kept.copies().stream())
                    .filter(copy -> isLeft(copy, planVersion))
                    .count();
        }
        return left;
    }

    private static boolean isLeft(StoredEvent copy, int planVersion) {
        return !copy.elsewhere() && copy.planVersion() < planVersion;
    }

    /** Looks again at what follows from a day. */
    void settle(Site site, LocalDate day) {
        for (int bucket = 0; bucket < VisitorDays.BUCKETS; bucket++) {
            reclassifier.settle(
                    site, day, visitorDays.bucket(site.id(), day, bucket).keySet());
        }
    }
}
