package dev.cairn.aggregate;

import dev.cairn.aggregate.BucketCounter.Once;
import dev.cairn.observe.Telemetry;
import dev.cairn.plan.Plans;
import dev.cairn.store.Ports;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Counts a list of buckets for a run, as the run itself would: what each comes to is kept under the run's epoch, and one
 * that is counted for it already is passed over. It reads and clears no mark and writes no row. Thread-safe.
 */
final class Worker {
    private final Plans plans;
    private final BucketCounter counter;
    private final Telemetry telemetry;

    Worker(Plans plans, Ports ports) {
        this.plans = plans;
        this.counter = new BucketCounter(plans, ports.items(), ports.clock());
        this.telemetry = ports.telemetry();
    }

    /**
     * What a worker did.
     *
     * @param counted buckets that it has counted
     * @param found buckets that others had counted before
     * @param left buckets that nobody has, for want of time or because they are broken
     */
    record Summary(int counted, int found, int left) {}

    Summary count(WorkList work, BooleanSupplier timeLeft) {
        Run run = new Run(work.asOf(), work.epoch(), timeLeft, new ResolvedPersons());
        Map<Once, Integer> done = new EnumMap<>(Once.class);
        int all = 0;
        for (WorkList.SiteDay each : work.days()) {
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

    /** What is broken about one bucket is told by the run as well, which counts it itself in the end. */
    private Once countOnce(BucketCounter.Day day, int bucket, Run run) {
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
