package dev.cairn.classify;

import dev.cairn.classify.BatchClassifier.ReadableRecord;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Hashes;
import dev.cairn.store.bucket.DirtyBuckets.BucketKey;
import dev.cairn.store.work.Quarantine;
import dev.cairn.telemetry.Telemetry;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Quarantines records that can never be classified, each with its reason. An entry counts only events that are not
 * counted elsewhere. Idempotent.
 */
final class QuarantineWriter {
    private final PlanRepository plans;
    private final Quarantine quarantine;
    private final AlreadyStoredCounter alreadyStored;
    private final Telemetry telemetry;
    private final Listener listener;

    /** Receives the quarantined entries. */
    @FunctionalInterface
    interface Listener {
        /** @param site the site under which the entry is stored; see {@link Quarantine#under} */
        void put(String site, Quarantine.Entry entry);
    }

    QuarantineWriter(PlanRepository plans, Dependencies dependencies, Listener listener) {
        this.plans = plans;
        this.quarantine = new Quarantine(dependencies.items(), dependencies.clock());
        this.alreadyStored = new AlreadyStoredCounter(dependencies.items(), dependencies.clock());
        this.telemetry = dependencies.telemetry();
        this.listener = listener;
    }

    void unreadable(StreamRecord record, IllegalArgumentException why) {
        String reason = String.valueOf(why.getMessage());
        put(Quarantine.UNKNOWN_SITE, record, entry(record, quarantine.todayInUtc(), reason, 1));
    }

    void ofUnknownSite(StreamRecord record, Delivery delivery) {
        int events = delivery.events().size();
        put(delivery.site(), record, entry(record, received(delivery), "unknown_site", events));
    }

    /**
     * Quarantines a record that triggers a bug or is too expensive. Counts only the events that had not been stored
     * before the bug occurred. Returns false on a transient failure.
     *
     * @param failure the reason that it can never be processed
     * @param works all updates of the record
     * @param places receives the buckets that must be recounted
     */
    boolean unprocessable(
            ReadableRecord each, Throwable failure, Collection<VisitorAdditions> works, Set<BucketKey> places) {
        Delivery delivery = each.delivery();
        try {
            AlreadyStoredCounter.Counted counted = counted(delivery, works);
            places.addAll(counted.places());
            String id = Hashes.text(each.record().data());
            put(delivery.site(), each.record(), entry(each, id, FailureKind.quarantineReason(failure), counted));
            return true;
        } catch (RuntimeException passing) {
            telemetry.error("a record could not be quarantined", passing, Map.of());
            return false;
        }
    }

    /**
     * Quarantines a record that will be classified a little later. If it cannot be stored then, it has a separate
     * entry. Throws on a transient failure.
     *
     * @param works all updates of the record
     * @return the buckets that must be recounted
     */
    Set<BucketKey> deferred(ReadableRecord each, Collection<VisitorAdditions> works) {
        AlreadyStoredCounter.Counted counted = counted(each.delivery(), works);
        String id = Quarantine.DEFERRED + "/" + Hashes.text(each.record().data());
        Quarantine.Entry entry = entry(each, id, Quarantine.DEFERRED, counted);
        quarantine.put(each.delivery().site(), entry);
        telemetry.count(Quarantine.DEFERRED, entry.events());
        return counted.places();
    }

    private Quarantine.Entry entry(
            ReadableRecord each, String id, String reason, AlreadyStoredCounter.Counted counted) {
        Delivery delivery = each.delivery();
        int events = delivery.events().size();
        return new Quarantine.Entry(
                id,
                received(delivery),
                reason,
                events - counted.events(),
                counted.accepted() ? 0 : events,
                each.record().data());
    }

    /** Counts the stored events. If the bug prevents reading them, no other reader can count them either. */
    private AlreadyStoredCounter.Counted counted(Delivery delivery, Collection<VisitorAdditions> works) {
        try {
            return alreadyStored.of(EventClassifier.deliveryHash(delivery), delivery.receivedAt(), works);
        } catch (RuntimeException | StackOverflowError failure) {
            if (!FailureKind.isPermanent(failure)) {
                throw failure;
            }
            return AlreadyStoredCounter.Counted.NOTHING;
        }
    }

    /**
     * Quarantines copies that do not fit into their visitor day, by delivery and day, so that each is counted once
     * regardless of the batches in which it is redelivered.
     */
    void tooMany(VisitorAdditions work, List<StoredEvent> full, List<ReadableRecord> readable) {
        Map<String, List<StoredEvent>> deliveries = new TreeMap<>();
        for (StoredEvent copy : full) {
            String what = copy.copy().delivery() + "/" + work.site.zones().dayOf(copy.at());
            deliveries.computeIfAbsent(what, any -> new ArrayList<>()).add(copy);
        }
        deliveries.forEach((what, copies) -> {
            StoredEvent.EventSource first = copies.getFirst().copy();
            LocalDate received = work.site.zones().dayOf(first.receivedAt());
            byte[] payload = payload(first.delivery(), readable);
            put(
                    work.site.id(),
                    new Quarantine.Entry(
                            what, received, "visitor_day_full", copies.size(), acceptedUnsaid(copies), payload));
        });
    }

    /** Returns the delivery's number of events if its first event is quarantined, otherwise 0. */
    private static int acceptedUnsaid(List<StoredEvent> copies) {
        return copies.stream()
                .map(StoredEvent::copy)
                .filter(copy -> copy.position() == 0)
                .mapToInt(StoredEvent.EventSource::deliveryEvents)
                .sum();
    }

    /** Returns the whole record. When it is delivered again, it adds only the missing events. */
    private static byte[] payload(String deliveryHash, List<ReadableRecord> readable) {
        return readable.stream()
                .filter(each -> EventClassifier.deliveryHash(each.delivery()).equals(deliveryHash))
                .findFirst()
                .orElseThrow()
                .record()
                .data();
    }

    /** Returns the local day if the site is in the current plan, otherwise the UTC day. */
    private LocalDate received(Delivery delivery) {
        return plans.site(delivery.site())
                .map(known -> known.zones().dayOf(delivery.receivedAt()))
                .orElseGet(() -> LocalDate.ofInstant(Instant.ofEpochMilli(delivery.receivedAt()), ZoneOffset.UTC));
    }

    private static Quarantine.Entry entry(StreamRecord record, LocalDate day, String reason, int events) {
        return Quarantine.Entry.of(Hashes.text(record.data()), day, reason, events, record.data());
    }

    private void put(String site, StreamRecord record, Quarantine.Entry entry) {
        put(site, entry);
        telemetry.warn("quarantined", Map.of("reason", entry.reason(), "sequence", record.sequence()));
    }

    private void put(String site, Quarantine.Entry entry) {
        quarantine.put(site, entry);
        listener.put(Quarantine.under(site), entry);
        telemetry.count("quarantined", entry.events());
    }
}
