package dev.cairn.classify;

import dev.cairn.domain.event.Delivery;
import dev.cairn.plan.model.Plan;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Dependencies;
import dev.cairn.store.bucket.DirtyBuckets;
import dev.cairn.store.bucket.DirtyBuckets.BucketKey;
import dev.cairn.store.codec.DeliveryCodec;
import dev.cairn.store.statistic.RecentEvent;
import dev.cairn.telemetry.Telemetry;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Classifies one batch of a shard. A record that can never succeed is quarantined with its reason and counts as done.
 * For transient failures, the position of the lowest failed record is reported; that record and all later ones are
 * delivered again.
 */
final class BatchClassifier {
    private final PlanRepository plans;
    private final Clock clock;
    private final FactWriter facts;
    private final DirtyBuckets marks;
    private final Advance progress;
    private final QuarantineWriter quarantine;
    private final Telemetry telemetry;
    private final WorkerPool workers;
    private final GoalMatcher goals;
    private final DeferredRecords deferred;

    /**
     * Classifies batches of the stream.
     *
     * @param cacheFor how long data may be cached without reading the store again
     * @param budget limits the cost of each site; not applied if the stack has only one site, since no other site has
     *     to wait
     */
    BatchClassifier(
            PlanRepository plans,
            Dependencies dependencies,
            Duration cacheFor,
            WorkerPool workers,
            MatchingBudget budget) {
        this(
                plans,
                dependencies,
                new StreamProgress(dependencies.items())::advance,
                (site, entry) -> {},
                cacheFor,
                workers,
                budget);
    }

    /** Records the progress of the batch. */
    @FunctionalInterface
    interface Advance {
        /**
         * Records how much of the batch is done.
         *
         * @param fates the outcome of each event, by {@link RecentEvents#key}
         * @param failed position of the first record that is not done; null if all are done
         */
        void advance(
                List<StreamRecord> records,
                List<ReadableRecord> readable,
                Map<String, RecentEvent.Fate> fates,
                @Nullable BigInteger failed);
    }

    /** Classifies past records without a budget, because no site is waiting for them. */
    BatchClassifier(
            PlanRepository plans, Dependencies dependencies, Advance progress, QuarantineWriter.Listener listener) {
        this(plans, dependencies, progress, listener, Duration.ZERO, WorkerPool.THREADS, GoalMatcher.UNLIMITED);
    }

    private BatchClassifier(
            PlanRepository plans,
            Dependencies dependencies,
            Advance progress,
            QuarantineWriter.Listener listener,
            Duration cacheFor,
            WorkerPool workers,
            GoalMatcher goals) {
        this.workers = workers;
        this.goals = goals;
        this.plans = plans;
        this.telemetry = dependencies.telemetry();
        this.clock = dependencies.clock();
        this.facts = new FactWriter(plans, dependencies.items(), clock, cacheFor);
        this.marks = new DirtyBuckets(dependencies.items(), clock);
        this.progress = progress;
        this.quarantine = new QuarantineWriter(plans, dependencies, listener);
        this.deferred = new DeferredRecords(plans, dependencies, quarantine, workers);
    }

    /** A record that could be decoded. */
    record ReadableRecord(StreamRecord record, Delivery delivery, Site site) {}

    /** Returns the lowest sequence number that must be delivered again; empty if the whole batch is done. */
    Optional<String> classify(List<StreamRecord> records) {
        VisitorBatch batch = new VisitorBatch(plans, clock);
        List<ReadableRecord> readable = new ArrayList<>();
        List<ReadableRecord> aside = new ArrayList<>();
        @Nullable BigInteger failed = null;
        for (StreamRecord record : records) {
            try {
                Optional<ReadableRecord> read = read(record);
                if (read.isPresent() && group(read.get(), batch, aside)) {
                    readable.add(read.get());
                }
            } catch (RuntimeException passing) {
                report("a record could not be processed; it will be retried", passing);
                failed = record.position();
                break;
            }
        }
        Map<String, RecentEvent.Fate> fates = new HashMap<>();
        failed = lower(failed, setAside(aside, fates));
        failed = lower(failed, classifyVisitors(batch, readable, fates));
        failed = lower(failed, advance(records, readable, fates, failed));
        BigInteger lowest = failed;
        return records.stream()
                .filter(record -> record.position().equals(lowest))
                .map(StreamRecord::sequence)
                .findFirst();
    }

    /**
     * Returns false if a bug prevents the grouping; the record is then quarantined.
     *
     * @param aside receives the record if its site has used up its share
     */
    private boolean group(ReadableRecord each, VisitorBatch batch, List<ReadableRecord> aside) {
        try {
            if (!add(each, batch)) {
                aside.add(each);
            }
            return true;
        } catch (RuntimeException | StackOverflowError failure) {
            if (!FailureKind.isPermanent(failure)
                    || !quarantine.unprocessable(each, failure, List.of(), new HashSet<>())) {
                throw failure;
            }
            report("a record cannot be processed; it was quarantined", failure);
            return false;
        }
    }

    /** Returns false if the record's site has used up its share and other sites would have to wait. */
    private boolean add(ReadableRecord each, VisitorBatch batch) {
        try {
            batch.add(each.record(), each.delivery(), each.site(), goals);
            return true;
        } catch (MatchingBudget.SpentException spent) {
            boolean alone = plans.current().sites().size() == 1;
            if (alone) {
                batch.add(each.record(), each.delivery(), each.site(), GoalMatcher.UNLIMITED);
            }
            return alone;
        }
    }

    private Optional<ReadableRecord> read(StreamRecord record) {
        Delivery delivery;
        try {
            delivery = DeliveryCodec.read(record.data());
        } catch (IllegalArgumentException unreadable) {
            if (!StreamProgress.isHeartbeat(record.data())) {
                quarantine.unreadable(record, unreadable);
            }
            return Optional.empty();
        }
        Site site = site(delivery);
        if (site == null) {
            // The site may have been added to the plan after the record was received.
            Plan current = plans.current();
            if (delivery.planVersion() < current.version() && current.sites().containsKey(delivery.site())) {
                delivery = delivery.taggedBy(current.version());
                site = site(delivery);
            }
        }
        if (site == null) {
            quarantine.ofUnknownSite(record, delivery);
            return Optional.empty();
        }
        return Optional.of(new ReadableRecord(record, delivery, site));
    }

    /** Returns the site as of the delivery's plan version; null if that version does not have it. */
    private @Nullable Site site(Delivery delivery) {
        try {
            return plans.version(delivery.planVersion()).sites().get(delivery.site());
        } catch (NoSuchElementException neverPut) {
            return null;
        }
    }

    /** Sets records aside. If that fails, returns the lowest position, since all of them must be delivered again. */
    private @Nullable BigInteger setAside(List<ReadableRecord> aside, Map<String, RecentEvent.Fate> fates) {
        try {
            deferred.setAside(aside);
        } catch (RuntimeException passing) {
            report("records could not be set aside; they will be retried", passing);
            return aside.getFirst().record().position();
        }
        for (ReadableRecord each : aside) {
            String hash = EventClassifier.deliveryHash(each.delivery());
            for (int i = 0; i < each.delivery().events().size(); i++) {
                fates.put(RecentEvents.key(hash, i), RecentEvents.DEFERRED);
            }
        }
        return null;
    }

    /** Classifies all visitors, in parallel where possible. Returns the lowest position that failed. */
    private @Nullable BigInteger classifyVisitors(
            VisitorBatch batch, List<ReadableRecord> readable, Map<String, RecentEvent.Fate> fates) {
        Set<BucketKey> places = new HashSet<>();
        @Nullable BigInteger failed = null;
        List<VisitorAdditions> updates = List.copyOf(batch.updates());
        List<Future<FactWriter.Result>> outcomes = workers.doAll(updates.stream()
                .<Callable<FactWriter.Result>>map(work -> () -> facts.write(work))
                .toList());
        for (int i = 0; i < updates.size(); i++) {
            try {
                FactWriter.Result outcome = outcomes.get(i).get();
                places.addAll(outcome.places());
                fates.putAll(outcome.outcomes());
                quarantine.tooMany(updates.get(i), outcome.full(), readable);
                telemetry.count("stored", outcome.stored());
                telemetry.count("redelivered", outcome.known());
            } catch (Exception failure) {
                report("a visitor could not be classified", failure);
                failed = lower(
                        failed,
                        FailureKind.isPermanent(failure)
                                ? oneByOne(updates.get(i), readable, places, fates)
                                : updates.get(i).positions.iterator().next());
            }
        }
        try {
            marks.raise(places);
        } catch (RuntimeException passing) {
            report("changed buckets could not be marked", passing);
            for (VisitorAdditions work : updates) {
                failed = lower(failed, work.positions.iterator().next());
            }
        }
        return failed;
    }

    /**
     * Classifies a visitor's records one at a time after a bug made all of them fail together. A record that triggers
     * the bug again is quarantined so that it does not delay the others. Returns the first position with a transient
     * failure.
     */
    private @Nullable BigInteger oneByOne(
            VisitorAdditions work,
            List<ReadableRecord> readable,
            Set<BucketKey> places,
            Map<String, RecentEvent.Fate> fates) {
        for (ReadableRecord each : readable) {
            if (!work.positions.contains(each.record().position())) {
                continue;
            }
            VisitorBatch alone = new VisitorBatch(plans, clock);
            try {
                alone.add(each.record(), each.delivery(), each.site(), GoalMatcher.UNLIMITED);
                for (VisitorAdditions part : alone.updates()) {
                    FactWriter.Result outcome = facts.write(part);
                    places.addAll(outcome.places());
                    fates.putAll(outcome.outcomes());
                    quarantine.tooMany(part, outcome.full(), readable);
                }
            } catch (RuntimeException | StackOverflowError failure) {
                if (!FailureKind.isPermanent(failure)
                        || !quarantine.unprocessable(each, failure, alone.updates(), places)) {
                    return each.record().position();
                }
            }
        }
        return null;
    }

    private @Nullable BigInteger advance(
            List<StreamRecord> records,
            List<ReadableRecord> readable,
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
        telemetry.error(what, passing, Map.of());
    }
}
