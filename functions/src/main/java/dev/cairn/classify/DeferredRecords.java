package dev.cairn.classify;

import dev.cairn.classify.BatchClassifier.ReadableRecord;
import dev.cairn.domain.event.Delivery;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Dependencies;
import dev.cairn.store.bucket.DirtyBuckets;
import dev.cairn.store.bucket.DirtyBuckets.BucketKey;
import dev.cairn.store.work.DeferredSites;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Sets aside records whose site has used up its share of the process (see {@link MatchingBudget}). They are
 * quarantined, and the jobs function classifies them within minutes. A record that is delivered again has only one
 * entry, and events stored in an earlier attempt are not counted again.
 */
final class DeferredRecords {
    private final PlanRepository plans;
    private final Clock clock;
    private final QuarantineWriter quarantine;
    private final DeferredSites sites;
    private final DirtyBuckets marks;
    private final WorkerPool workers;

    DeferredRecords(PlanRepository plans, Dependencies dependencies, QuarantineWriter quarantine, WorkerPool workers) {
        this.plans = plans;
        this.clock = dependencies.clock();
        this.quarantine = quarantine;
        this.sites = new DeferredSites(dependencies.items(), clock);
        this.marks = new DirtyBuckets(dependencies.items(), clock);
        this.workers = workers;
    }

    /** Throws {@link IllegalStateException} on a transient failure. All records must then be delivered again. */
    void setAside(List<ReadableRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        Set<BucketKey> places = new HashSet<>();
        records.stream().map(each -> each.delivery().site()).distinct().forEach(sites::add);
        List<Future<Set<BucketKey>>> outcomes = workers.doAll(records.stream()
                .<Callable<Set<BucketKey>>>map(each -> () -> quarantine.deferred(each, updates(each)))
                .toList());
        for (int i = 0; i < records.size(); i++) {
            try {
                places.addAll(outcomes.get(i).get());
            } catch (ExecutionException passing) {
                throw new IllegalStateException("a record could not be set aside", passing.getCause());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while setting a record aside", interrupted);
            }
        }
        marks.raise(places);
    }

    /**
     * Returns the updates that the record would write, without the goals that its events meet, since the site has no
     * budget left to match them.
     */
    private Collection<VisitorAdditions> updates(ReadableRecord each) {
        Delivery delivery = each.delivery();
        VisitorBatch alone = new VisitorBatch(plans, clock);
        try {
            alone.add(each.record(), delivery, each.site(), GoalMatcher.NOTHING);
            return alone.updates();
        } catch (RuntimeException | StackOverflowError failure) {
            if (!FailureKind.isPermanent(failure)) {
                throw failure;
            }
            // No part of such a record was ever stored. It is quarantined permanently when it is classified.
            return List.of();
        }
    }
}
