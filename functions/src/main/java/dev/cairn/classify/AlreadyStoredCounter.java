package dev.cairn.classify;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.visit.VisitorDay;
import dev.cairn.domain.visit.VisitorDay.DeliverySummary;
import dev.cairn.store.ItemStore;
import dev.cairn.store.bucket.DirtyBuckets.BucketKey;
import dev.cairn.store.visitor.VisitorDayStore;
import dev.cairn.store.visitor.VisitorDayStore.Id;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Counts the events of a quarantined delivery that are already stored, so that they are not counted twice. A delivery
 * can be partly stored if a bug makes a step fail after a visitor day was written.
 */
final class AlreadyStoredCounter {
    private final VisitorDayStore visitorDays;

    AlreadyStoredCounter(ItemStore items, Clock clock) {
        this.visitorDays = new VisitorDayStore(items, clock);
    }

    /**
     * The stored part of a delivery.
     *
     * @param events number of the delivery's events that are already counted
     * @param accepted whether the stored data includes the delivery's number of events
     * @param places the buckets of the visitor days that hold the events; they must be recounted
     */
    record Counted(int events, boolean accepted, Set<BucketKey> places) {
        static final Counted NOTHING = new Counted(0, false, Set.of());

        private Counted plus(Counted other) {
            Set<BucketKey> all = new HashSet<>(places);
            all.addAll(other.places);
            return new Counted(events + other.events, accepted || other.accepted, all);
        }
    }

    /** @param works all updates of the delivery and no others */
    Counted of(String deliveryHash, long receivedAt, Collection<VisitorAdditions> works) {
        Counted counted = Counted.NOTHING;
        Set<Id> receipts = new HashSet<>();
        for (VisitorAdditions work : works) {
            Map<Id, VisitorAdditions.DayUpdate> parts = new HashMap<>();
            work.days.forEach((day, part) -> parts.put(new Id(work.site.id(), day, work.visitor), part));
            for (Map.Entry<Id, VisitorDayStore.Loaded> each :
                    visitorDays.load(parts.keySet()).entrySet()) {
                counted = counted.plus(
                        copies(each.getKey(), each.getValue().day(), Objects.requireNonNull(parts.get(each.getKey()))));
            }
            VisitorKey nobody = new VisitorKey(LinkLevel.NONE, deliveryHash);
            receipts.add(new Id(work.site.id(), work.site.zones().dayOf(receivedAt), nobody));
        }
        for (Map.Entry<Id, VisitorDayStore.Loaded> each :
                visitorDays.load(receipts).entrySet()) {
            counted = counted.plus(leftOut(each.getKey(), each.getValue().day()));
        }
        return counted;
    }

    private Counted copies(Id id, VisitorDay day, VisitorAdditions.DayUpdate part) {
        List<StoredEvent> there = part.copies().stream().filter(day::has).toList();
        boolean first = there.stream().anyMatch(copy -> copy.copy().position() == 0);
        return there.isEmpty() ? Counted.NOTHING : new Counted(there.size(), first, Set.of(visitorDays.place(id)));
    }

    /** Counts the events of crawlers and erased visitors, which are stored under the delivery's own id. */
    private Counted leftOut(Id id, VisitorDay day) {
        int events = day.receipts().stream()
                .flatMap(receipt -> receipt.excluded().values().stream())
                .mapToInt(Integer::intValue)
                .sum();
        boolean accepted =
                day.receipts().stream().map(DeliverySummary::accepted).anyMatch(number -> number > 0);
        return events == 0 ? Counted.NOTHING : new Counted(events, accepted, Set.of(visitorDays.place(id)));
    }
}
