package dev.cairn.aggregate.work;

import dev.cairn.aggregate.count.BucketCounter;
import dev.cairn.aggregate.count.BucketCounter.Once;
import dev.cairn.aggregate.count.RunContext;
import dev.cairn.aggregate.count.TaggedPersonCache;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Dependencies;
import dev.cairn.telemetry.Telemetry;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Counts a list of buckets for a run, exactly as the run itself would. Each result is cached under the run's epoch, and
 * buckets that are already counted for it are skipped. A worker neither reads nor clears marks, and writes no rows.
 * Thread-safe.
 */
public final class Worker {
    private final PlanRepository plans;
    private final BucketCounter counter;
    private final Telemetry telemetry;

    public Worker(PlanRepository plans, Dependencies dependencies) {
        this.plans = plans;
        this.counter = new BucketCounter(plans, dependencies.items(), dependencies.clock());
        this.telemetry = dependencies.telemetry();
    }

    /**
     * The outcome of a worker's list.
     *
     * @param counted buckets that this worker counted
     * @param found buckets that were already counted
     * @param left buckets that are not counted, because time ran out or they failed
     */
    public record Summary(int counted, int found, int left) {}

    public Summary count(WorkerAssignment work, BooleanSupplier timeLeft) {
        RunContext run = new RunContext(work.asOf(), work.epoch(), timeLeft, new TaggedPersonCache());
        Map<Once, Integer> done = new EnumMap<>(Once.class);
        int all = 0;
        for (WorkerAssignment.SiteDay each : work.days()) {
            all += each.buckets().size();
            plans.site(each.site()).ifPresent(site -> {
                BucketCounter.Day day = counter.day(site, each.date());
                each.buckets().forEach(bucket -> done.merge(countOnce(day, bucket, run), 1, Integer::sum));
            });
        }
        int counted = done.getOrDefault(Once.COUNTED, 0);
        int found = done.getOrDefault(Once.FOUND, 0);
        return new Summary(counted, found, all - counted - found);
    }

    /** The run reports a broken bucket too, because in the end it tries to count it itself. */
    private Once countOnce(BucketCounter.Day day, int bucket, RunContext run) {
        if (!run.timeLeft().getAsBoolean()) {
            return Once.LEFT;
        }
        try {
            return counter.countOnce(day, bucket, run);
        } catch (RuntimeException broken) {
            telemetry.error(
                    "a bucket could not be counted",
                    broken,
                    Map.of("site", day.site().id(), "day", day.day().toString(), "bucket", bucket));
            return Once.LEFT;
        }
    }
}
