package dev.cairn.aggregate;

import dev.cairn.observe.Telemetry;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.store.Ports;
import java.util.Map;
import java.util.Optional;
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
        this.counter = new BucketCounter(plans, ports.items());
        this.telemetry = ports.telemetry();
    }

    /**
     * What a worker did.
     *
     * @param counted buckets that are counted now, by it or by others
     * @param left buckets that are not, for want of time or because they are broken
     */
    record Summary(int counted, int left) {}

    Summary count(WorkList work, BooleanSupplier timeLeft) {
        Run run = new Run(work.asOf(), work.epoch(), timeLeft, new ResolvedPersons());
        int counted = 0;
        int all = 0;
        for (WorkList.SiteDay each : work.days()) {
            all += each.buckets().size();
            Optional<Site> site = plans.site(each.site());
            if (site.isPresent()) {
                counted += count(counter.day(site.get(), each.date()), each, run);
            }
        }
        return new Summary(counted, all - counted);
    }

    private int count(BucketCounter.Day day, WorkList.SiteDay buckets, Run run) {
        int counted = 0;
        for (int bucket : buckets.buckets()) {
            if (run.timeLeft().getAsBoolean() && countOnce(day, bucket, run)) {
                counted++;
            }
        }
        return counted;
    }

    /** What is broken about one bucket is told by the run as well, which counts it itself in the end. */
    private boolean countOnce(BucketCounter.Day day, int bucket, Run run) {
        try {
            return counter.countOnce(day, bucket, run);
        } catch (RuntimeException broken) {
            telemetry.error(
                    "a bucket could not be counted",
                    broken,
                    Map.of("site", day.site().id(), "day", day.day().toString(), "bucket", bucket));
            return false;
        }
    }
}
