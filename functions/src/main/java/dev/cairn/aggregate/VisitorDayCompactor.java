package dev.cairn.aggregate;

import dev.cairn.plan.model.Site;
import dev.cairn.store.ItemStore;
import dev.cairn.store.visitor.BucketCompactor;
import dev.cairn.store.visitor.VisitorDayStore;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * Compacts the visitor days of closed days. Many of them then share an item, which cuts the cost of storing and
 * rereading them to a third. Compaction does not change any statistic, so it may stop at any point; the next nightly
 * run continues.
 */
final class VisitorDayCompactor {
    private final VisitorDayStore visitorDays;
    private final BucketCompactor compactor;
    private final Clock clock;

    VisitorDayCompactor(ItemStore items, Clock clock) {
        this.visitorDays = new VisitorDayStore(items, clock);
        this.compactor = new BucketCompactor(visitorDays);
        this.clock = clock;
    }

    /** @param changed days that received data since the last nightly run */
    void run(Site site, Set<LocalDate> changed, BooleanSupplier timeLeft) {
        Set<LocalDate> uncompacted = compactor.uncompacted(site.id());
        Set<LocalDate> days = new TreeSet<>(uncompacted);
        days.addAll(changed);
        for (LocalDate day : days) {
            boolean done = !site.forgets(day).isAfter(clock.instant()) || compact(site, day, timeLeft);
            if (done && uncompacted.contains(day)) {
                compactor.compacted(site.id(), day);
            }
        }
    }

    /** Returns false when part of the day is not compacted yet. */
    private boolean compact(Site site, LocalDate day, BooleanSupplier timeLeft) {
        int buckets = visitorDays.buckets(site.id(), day);
        for (int bucket = 0; bucket < buckets; bucket++) {
            if (!timeLeft.getAsBoolean() || !compactor.compact(site.id(), day, bucket, site.forgets(day))) {
                return false;
            }
        }
        return true;
    }
}
