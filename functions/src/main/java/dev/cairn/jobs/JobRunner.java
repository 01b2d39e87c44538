package dev.cairn.jobs;

import dev.cairn.classify.Reclassifier;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Dependencies;
import dev.cairn.store.ItemStore;
import dev.cairn.store.bucket.DirtyBuckets;
import dev.cairn.store.statistic.AggregationRuns;
import dev.cairn.store.work.JobStore;
import dev.cairn.store.work.JobStore.Job;
import dev.cairn.store.work.JobStore.Kind;
import dev.cairn.store.work.JobStore.Loaded;
import dev.cairn.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Classifies deferred records, then continues the open jobs, oldest first. A job that fails temporarily is retried in
 * the next run.
 */
final class JobRunner {
    /** How long a run works on deferred records before it continues the jobs. */
    private static final Duration DEFERRED_FIRST_FOR = Duration.ofMinutes(2);

    private final JobStore jobs;
    private final DeferredReplay deferred;
    private final Clock clock;
    private final Telemetry telemetry;
    private final Map<Kind, JobTask> works;

    JobRunner(PlanRepository plans, Dependencies dependencies, PropagationDelay patience) {
        ItemStore items = dependencies.items();
        this.clock = dependencies.clock();
        Reclassifier reclassifier = new Reclassifier(plans, dependencies);
        ArchiveReplay feed = new ArchiveReplay(dependencies.archive(), reclassifier);
        this.jobs = new JobStore(items, clock);
        this.deferred = new DeferredReplay(reclassifier, dependencies);
        this.telemetry = dependencies.telemetry();
        this.works = Map.of(
                Kind.BACKFILL, new BackfillTask(plans, feed, items, clock, patience),
                Kind.REBUILD, new RebuildTask(plans, feed, items, clock),
                Kind.REPLAY, new QuarantineReplayTask(reclassifier, dependencies),
                Kind.ERASURE, erasure(plans, dependencies, patience));
    }

    private static ErasureTask erasure(PlanRepository plans, Dependencies dependencies, PropagationDelay patience) {
        VisitorEraser eraser = new VisitorEraser(plans, dependencies.items(), dependencies.clock());
        return new ErasureTask(
                plans,
                eraser,
                new QuarantineEraser(eraser, dependencies.items(), dependencies.clock()),
                dependencies.archive(),
                new AggregationRuns(dependencies.items()),
                new DirtyBuckets(dependencies.items(), dependencies.clock()),
                dependencies.clock(),
                patience);
    }

    /**
     * The result of a run.
     *
     * @param open jobs that are not finished
     * @param over jobs that this run finished
     * @param failing jobs that are not finished because of a failure
     * @param deferred sites with deferred records that the run did not reach
     */
    record Summary(int open, int over, int failing, int deferred) {}

    private enum Turn {
        OPEN,
        OVER,
        FAILING
    }

    /** @param meant selects the jobs to continue */
    Summary run(Predicate<Job> meant, BooleanSupplier timeLeft) {
        long until = clock.millis() + DEFERRED_FIRST_FOR.toMillis();
        int deferredSites = deferred.run(() -> clock.millis() < until && timeLeft.getAsBoolean());
        Map<Turn, Integer> turns = new EnumMap<>(Turn.class);
        for (Loaded each : jobs.open()) {
            Turn turn = meant.test(each.job()) && timeLeft.getAsBoolean() ? goOn(each, timeLeft) : Turn.OPEN;
            turns.merge(turn, 1, Integer::sum);
        }
        int failing = turns.getOrDefault(Turn.FAILING, 0);
        if (deferredSites > 0) {
            deferredSites = deferred.run(timeLeft);
        }
        return new Summary(
                turns.getOrDefault(Turn.OPEN, 0) + failing, turns.getOrDefault(Turn.OVER, 0), failing, deferredSites);
    }

    private Turn goOn(Loaded loaded, BooleanSupplier timeLeft) {
        Progress progress = new Progress(loaded);
        try {
            Job after =
                    Objects.requireNonNull(works.get(loaded.job().kind())).run(loaded.job(), progress::take, timeLeft);
            return progress.take(after) ? turn(after) : Turn.OPEN;
        } catch (RuntimeException passing) {
            telemetry.error(
                    "a job could not continue",
                    passing,
                    Map.of("job", loaded.job().id()));
            progress.take(
                    progress.latest.waiting("the last run failed and will be retried; see the log for the cause"));
            return Turn.FAILING;
        }
    }

    private Turn turn(Job after) {
        if (!UnreadableObjects.of(after).isEmpty()) {
            telemetry.warn(UnreadableObjects.sentence(after), Map.of("job", after.id()));
        }
        if (after.status().isOver()) {
            return Turn.OVER;
        }
        // Such a job waits for a repair, not for time to pass.
        return after.status() == JobStore.Status.WAITING
                        && !UnreadableObjects.of(after).isEmpty()
                ? Turn.FAILING
                : Turn.OPEN;
    }

    /** The job as stored; a run that was superseded by another one stops. */
    private final class Progress {
        private Optional<Loaded> stored;
        private Job latest;

        Progress(Loaded loaded) {
            this.stored = Optional.of(loaded);
            this.latest = loaded.job();
        }

        boolean take(Job job) {
            latest = job;
            stored = stored.flatMap(before -> before.job().equals(job) ? Optional.of(before) : jobs.save(before, job));
            return stored.isPresent();
        }
    }
}
