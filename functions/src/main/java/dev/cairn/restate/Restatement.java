package dev.cairn.restate;

import dev.cairn.classify.Eraser;
import dev.cairn.classify.Reclassifier;
import dev.cairn.observe.Telemetry;
import dev.cairn.plan.Plans;
import dev.cairn.store.Items;
import dev.cairn.store.Jobs;
import dev.cairn.store.Jobs.Job;
import dev.cairn.store.Jobs.Kind;
import dev.cairn.store.Jobs.Loaded;
import dev.cairn.store.Ports;
import dev.cairn.store.Runs;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Goes on with the jobs that are not over, oldest first. A job that fails for now is tried again in the next run. */
final class Restatement {
    private final Jobs jobs;
    private final Telemetry telemetry;
    private final Map<Kind, Work> works;

    /** @param behind how long others may not know what was just written */
    Restatement(Plans plans, Ports ports, Duration behind) {
        Items items = ports.items();
        Clock clock = ports.clock();
        Reclassifier reclassifier = new Reclassifier(plans, ports);
        Feed feed = new Feed(ports.archive(), reclassifier);
        this.jobs = new Jobs(items, clock);
        this.telemetry = ports.telemetry();
        this.works = Map.of(
                Kind.BACKFILL, new BackfillWork(plans, feed, items, clock),
                Kind.REBUILD, new RebuildWork(plans, feed, items, clock),
                Kind.REPLAY, new ReplayWork(reclassifier, items, clock),
                Kind.ERASURE, erasure(plans, ports, behind));
    }

    /** In the cloud 2 minutes, twice the classifier's timeout, and 6 hours; on one machine nobody is behind. */
    private static ErasureWork erasure(Plans plans, Ports ports, Duration behind) {
        Eraser eraser = new Eraser(plans, ports.items(), ports.clock());
        return new ErasureWork(
                plans,
                eraser,
                new QuarantineSweep(eraser, ports.items(), ports.clock()),
                ports.archive(),
                new Runs(ports.items()),
                ports.clock(),
                new ErasureWork.Waits(behind.multipliedBy(2), behind.multipliedBy(360)));
    }

    /**
     * What a run did.
     *
     * @param open jobs that are not over
     * @param over jobs that it brought to their end
     */
    record Summary(int open, int over) {}

    Summary run(BooleanSupplier timeLeft) {
        int open = 0;
        int over = 0;
        for (Loaded each : jobs.open()) {
            if (timeLeft.getAsBoolean() && goOn(each, timeLeft)) {
                over++;
            } else {
                open++;
            }
        }
        return new Summary(open, over);
    }

    /** True when the job is over. */
    private boolean goOn(Loaded loaded, BooleanSupplier timeLeft) {
        Progress progress = new Progress(loaded);
        try {
            Job after = works.get(loaded.job().kind()).run(loaded.job(), progress::take, timeLeft);
            return progress.take(after) && after.status().isOver();
        } catch (RuntimeException passing) {
            telemetry.error(
                    "a job could not go on", passing, Map.of("job", loaded.job().id()));
            return false;
        }
    }

    /** A job as it is stored; whoever is overtaken stops. */
    private final class Progress {
        private Optional<Loaded> stored;

        Progress(Loaded loaded) {
            this.stored = Optional.of(loaded);
        }

        boolean take(Job job) {
            stored = stored.flatMap(before -> before.job().equals(job) ? Optional.of(before) : jobs.save(before, job));
            return stored.isPresent();
        }
    }
}
