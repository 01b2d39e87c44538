package dev.cairn.classify;

import dev.cairn.domain.Delivery;
import dev.cairn.domain.StoredEvent;
import dev.cairn.observe.Telemetry;
import dev.cairn.plan.Plan;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.store.DeliveryJson;
import dev.cairn.store.Hashes;
import dev.cairn.store.Marks;
import dev.cairn.store.Marks.Place;
import dev.cairn.store.Ports;
import dev.cairn.store.Quarantine;
import dev.cairn.store.RecentEvent;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Classifies one batch of a shard. A record that can never succeed goes to quarantine with its reason and counts as
 * done; a passing failure is reported at the lowest failed record, and what follows it is delivered again.
 */
final class Classifier {
    private final Plans plans;
    private final Ports ports;
    private final VisitorClassification visitors;
    private final Standing standing;
    private final Marks marks;
    private final Quarantine quarantine;
    private final Advance progress;
    private final Aside aside;
    private final Hands hands;

    Classifier(Plans plans, Ports ports, Hands hands) {
        this(plans, ports, new Progress(ports.items())::advance, (site, entry) -> {}, hands);
    }

    /** Says how far it is. */
    @FunctionalInterface
    interface Advance {
        /**
         * @param fates what became of the events, by {@link RecentEvents#key}
         * @param failed position of the first record that is not done, null when all are
         */
        void advance(
                List<StreamRecord> records,
                List<Readable> readable,
                Map<String, RecentEvent.Fate> fates,
                @Nullable BigInteger failed);
    }

    /** Is told of what was put aside. */
    @FunctionalInterface
    interface Aside {
        /** @param site under which the entry is, as {@link Quarantine#under} says */
        void put(String site, Quarantine.Entry entry);
    }

    Classifier(Plans plans, Ports ports, Advance progress, Aside aside) {
        this(plans, ports, progress, aside, Hands.THREADS);
    }

    private Classifier(Plans plans, Ports ports, Advance progress, Aside aside, Hands hands) {
        this.hands = hands;
        this.plans = plans;
        this.ports = ports;
        this.visitors = new VisitorClassification(plans, ports.items(), ports.clock());
        this.standing = new Standing(ports.items());
        this.marks = new Marks(ports.items());
        this.quarantine = new Quarantine(ports.items(), ports.clock());
        this.progress = progress;
        this.aside = aside;
    }

    /** A record that could be read. */
    record Readable(StreamRecord record, Delivery delivery, Site site) {}

    /**
     * The lowest sequence number that must be delivered again; empty when the whole batch is done.
     *
     * @param again another process may be, or have been, at work on the same records: whatever it changed, it may not
     *     have done what follows from it
     */
    Optional<String> classify(List<StreamRecord> records, boolean again) {
        Batch batch = new Batch(plans);
        List<Readable> readable = new ArrayList<>();
        @Nullable BigInteger failed = null;
        for (StreamRecord record : records) {
            try {
                Optional<Readable> read = read(record);
                if (read.isPresent() && recognize(read.get(), batch)) {
                    readable.add(read.get());
                }
            } catch (RuntimeException passing) {
                report("a record could not be taken up", passing);
                failed = record.position();
                break;
            }
        }
        Map<String, RecentEvent.Fate> fates = new HashMap<>();
        failed = lower(failed, classifyVisitors(batch, readable, fates, again));
        failed = lower(failed, advance(records, readable, fates, failed));
        BigInteger lowest = failed;
        return records.stream()
                .filter(record -> record.position().equals(lowest))
                .map(StreamRecord::sequence)
                .findFirst();
    }

    /** False when a mistake of ours stands in the way: then the record was put aside. */
    private boolean recognize(Readable each, Batch batch) {
        try {
            batch.add(each.record(), each.delivery(), each.site());
            return true;
        } catch (RuntimeException | StackOverflowError failure) {
            if (!Failures.isPermanent(failure) || !setAside(each, List.of(), new HashSet<>())) {
                throw failure;
            }
            report("a record could not be understood", failure);
            return false;
        }
    }

    private Optional<Readable> read(StreamRecord record) {
        Delivery delivery;
        try {
            delivery = read(record.data());
        } catch (IllegalArgumentException unreadable) {
            if (!Progress.isHeartbeat(record.data())) {
                quarantine(
                        Quarantine.UNKNOWN_SITE,
                        quarantine.todayInUtc(),
                        record,
                        String.valueOf(unreadable.getMessage()),
                        1);
            }
            return Optional.empty();
        }
        Site site = site(delivery);
        if (site == null) {
            quarantine(
                    delivery.site(),
                    received(delivery),
                    record,
                    "unknown_site",
                    delivery.events().size());
            return Optional.empty();
        }
        return Optional.of(new Readable(record, delivery, site));
    }

    /** A site that was not in the plan when the record was received may be in it when it is handed over once more. */
    private @Nullable Site site(Delivery delivery) {
        try {
            return plans.version(delivery.planVersion()).sites().get(delivery.site());
        } catch (NoSuchElementException neverPut) {
            return null;
        }
    }

    private Delivery read(byte[] data) {
        Delivery delivery = DeliveryJson.read(data);
        Plan current = plans.current();
        boolean isNew = delivery.planVersion() < current.version()
                && current.sites().containsKey(delivery.site())
                && site(delivery) == null;
        return isNew ? delivery.taggedBy(current.version()) : delivery;
    }

    /** The local day where the site is known now, else the day in UTC. */
    private LocalDate received(Delivery delivery) {
        return plans.site(delivery.site())
                .map(known -> known.zones().dayOf(delivery.receivedAt()))
                .orElseGet(() -> LocalDate.ofInstant(Instant.ofEpochMilli(delivery.receivedAt()), ZoneOffset.UTC));
    }

    private void quarantine(String site, LocalDate day, StreamRecord record, String reason, int events) {
        quarantine(site, record, Quarantine.Entry.of(Hashes.text(record.data()), day, reason, events, record.data()));
    }

    private void quarantine(String site, StreamRecord record, Quarantine.Entry entry) {
        putAside(site, entry);
        ports.telemetry().warn("quarantined", Map.of("reason", entry.reason(), "sequence", record.sequence()));
    }

    /** Works on all visitors, a few at once; the lowest position of those that failed. */
    private @Nullable BigInteger classifyVisitors(
            Batch batch, List<Readable> readable, Map<String, RecentEvent.Fate> fates, boolean again) {
        Set<Place> places = new HashSet<>();
        @Nullable BigInteger failed = null;
        List<VisitorWork> works = List.copyOf(batch.works());
        List<Future<VisitorClassification.Outcome>> outcomes = hands.doAll(works.stream()
                .<Callable<VisitorClassification.Outcome>>map(work -> () -> visitors.classify(work, again))
                .toList());
        for (int i = 0; i < works.size(); i++) {
            try {
                VisitorClassification.Outcome outcome = outcomes.get(i).get();
                places.addAll(outcome.marks());
                fates.putAll(outcome.fates());
                tooMany(works.get(i), outcome, readable);
                ports.telemetry().count("stored", outcome.stored());
                ports.telemetry().count("redelivered", outcome.known());
            } catch (Exception failure) {
                report("a visitor could not be classified", failure);
                failed = lower(
                        failed,
                        Failures.isPermanent(failure)
                                ? oneByOne(works.get(i), readable, places, fates)
                                : works.get(i).positions.iterator().next());
            }
        }
        try {
            marks.raise(places);
        } catch (RuntimeException passing) {
            report("marks could not be raised", passing);
            for (VisitorWork work : works) {
                failed = lower(failed, work.positions.iterator().next());
            }
        }
        return failed;
    }

    /**
     * A visitor's records each by itself, after all together have met a mistake of ours: the one that meets it again is
     * put aside, so that it delays nobody. The first position of those that failed for now.
     */
    private @Nullable BigInteger oneByOne(
            VisitorWork work, List<Readable> readable, Set<Place> places, Map<String, RecentEvent.Fate> fates) {
        for (Readable each : readable) {
            if (!work.positions.contains(each.record().position())) {
                continue;
            }
            Batch alone = new Batch(plans);
            try {
                alone.add(each.record(), each.delivery(), each.site());
                for (VisitorWork part : alone.works()) {
                    VisitorClassification.Outcome outcome = visitors.classify(part, true);
                    places.addAll(outcome.marks());
                    fates.putAll(outcome.fates());
                    tooMany(part, outcome, readable);
                }
            } catch (RuntimeException | StackOverflowError failure) {
                if (!Failures.isPermanent(failure) || !setAside(each, alone.works(), places)) {
                    return each.record().position();
                }
            }
        }
        return null;
    }

    /**
     * Counts only what is not counted where it was written before the mistake was met. False when it could not be done
     * for now.
     *
     * @param works all that the record is
     * @param places gets those to be counted anew
     */
    private boolean setAside(Readable each, Collection<VisitorWork> works, Set<Place> places) {
        Delivery delivery = each.delivery();
        try {
            Standing.Counted counted = counted(delivery, works);
            places.addAll(counted.places());
            int events = delivery.events().size();
            quarantine(
                    delivery.site(),
                    each.record(),
                    new Quarantine.Entry(
                            Hashes.text(each.record().data()),
                            received(delivery),
                            "unprocessable",
                            events - counted.events(),
                            counted.accepted() ? 0 : events,
                            each.record().data()));
            return true;
        } catch (RuntimeException passing) {
            report("a record could not be put aside", passing);
            return false;
        }
    }

    /** What the mistake keeps from being read is counted by nobody else either. */
    private Standing.Counted counted(Delivery delivery, Collection<VisitorWork> works) {
        try {
            return standing.of(Recognition.deliveryHash(delivery), delivery.receivedAt(), works);
        } catch (RuntimeException | StackOverflowError failure) {
            if (!Failures.isPermanent(failure)) {
                throw failure;
            }
            return Standing.Counted.NOTHING;
        }
    }

    /** By delivery and day, so that it is counted once in whatever batches it is delivered again. */
    private void tooMany(VisitorWork work, VisitorClassification.Outcome outcome, List<Readable> readable) {
        Map<String, List<StoredEvent>> full = new TreeMap<>();
        for (StoredEvent copy : outcome.full()) {
            String what = copy.copy().delivery() + "/" + work.site.zones().dayOf(copy.at());
            full.computeIfAbsent(what, any -> new ArrayList<>()).add(copy);
        }
        full.forEach((what, copies) -> {
            LocalDate received =
                    work.site.zones().dayOf(copies.getFirst().copy().receivedAt());
            byte[] payload = payload(copies.getFirst().copy().delivery(), readable);
            putAside(
                    work.site.id(),
                    new Quarantine.Entry(
                            what, received, "visitor_day_full", copies.size(), acceptedUnsaid(copies), payload));
        });
    }

    private void putAside(String site, Quarantine.Entry entry) {
        quarantine.put(site, entry);
        aside.put(Quarantine.under(site), entry);
        ports.telemetry().count("quarantined", entry.events());
    }

    /** How many events the delivery brought, where it is the first one that is put aside. */
    private static int acceptedUnsaid(List<StoredEvent> copies) {
        return copies.stream()
                .map(StoredEvent::copy)
                .filter(copy -> copy.position() == 0)
                .mapToInt(StoredEvent.Copy::deliveryEvents)
                .sum();
    }

    /** The whole record: delivered again, it adds nothing but what is missing. */
    private static byte[] payload(String deliveryHash, List<Readable> readable) {
        return readable.stream()
                .filter(each -> Recognition.deliveryHash(each.delivery()).equals(deliveryHash))
                .findFirst()
                .orElseThrow()
                .record()
                .data();
    }

    private @Nullable BigInteger advance(
            List<StreamRecord> records,
            List<Readable> readable,
            Map<String, RecentEvent.Fate> fates,
            @Nullable BigInteger failed) {
        try {
            progress.advance(records, readable, fates, failed);
            return null;
        } catch (RuntimeException passing) {
            report("progress could not be written", passing);
            return records.isEmpty() ? null : records.getFirst().position();
        }
    }

    private static @Nullable BigInteger lower(@Nullable BigInteger one, @Nullable BigInteger other) {
        return one == null ? other : other == null ? one : one.min(other);
    }

    private void report(String what, Throwable passing) {
        Telemetry telemetry = ports.telemetry();
        telemetry.error(what, passing, Map.of());
    }
}
