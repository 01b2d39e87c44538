package dev.cairn.restate;

import dev.cairn.domain.StoredEvent;
import dev.cairn.plan.Site;
import dev.cairn.store.Items;
import dev.cairn.store.Marks.Place;
import dev.cairn.store.VisitorDays;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

/** Days as they are stored, bucket by bucket. */
final class Days {
    private final VisitorDays visitorDays;

    Days(Items items) {
        this.visitorDays = new VisitorDays(items);
    }

    /** Every bucket of a day that may have something. */
    List<Place> places(Site site, LocalDate day) {
        return IntStream.range(0, visitorDays.buckets(site.id(), day))
                .mapToObj(bucket -> new Place(site.id(), day, bucket))
                .toList();
    }

    /** How many of a day's events are tagged by an earlier version. */
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
