package dev.cairn.aggregate.work;

import dev.cairn.aggregate.count.BucketCounter;
import dev.cairn.aggregate.count.DayAggregator;
import dev.cairn.aggregate.count.DayAggregator.Ending;
import dev.cairn.aggregate.count.DirtyDay;
import dev.cairn.aggregate.count.RunContext;
import dev.cairn.aggregate.count.WorkEstimate;
import dev.cairn.store.work.Workers;
import dev.cairn.telemetry.Telemetry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Processes the days of a run. If they are little work in total, the run does them alone, at no extra cost. Otherwise
 * it does the smaller days itself while workers count the buckets of the larger ones.
 */
public final class Coordinator {
    /**
     * How many times a worker's share the run may do alone before it hands out work: its estimate may have been too
     * low.
     */
    private static final int PATIENCE = 2;

    private final BucketCounter counter;
    private final DayAggregator dayAggregator;
    private final Workers workers;
    private final Telemetry telemetry;
    private final Clock clock;

    public Coordinator(
            BucketCounter counter, DayAggregator dayAggregator, Workers workers, Telemetry telemetry, Clock clock) {
        this.counter = counter;
        this.dayAggregator = dayAggregator;
        this.workers = workers;
        this.telemetry = telemetry;
        this.clock = clock;
    }

    /** The outcomes of a run's days. */
    public static final class Tally {
        public int days;
        public int rows;
        public int overtaken;
        public int failed;
        public int postponed;
        /** Ids of sites with unfinished work. */
        public final Set<String> unfinished = new TreeSet<>();
    }

    public Tally run(List<DirtyDay> days, RunContext run) {
        DayUpdates updates = new DayUpdates(run);
        Set<DirtyDay> largest = largest(days);
        BucketFanOut fanOut = new BucketFanOut(counter, workers, telemetry, run);
        fanOut.handOut(days.stream().filter(largest::contains).toList());
        fanOut.handOut(updates.alone(
                days.stream().filter(day -> !largest.contains(day)).toList()));
        fanOut.countAlong(updates);
        return updates.tally;
    }

    /** The largest days, chosen so that the remaining days together are no more than one worker's share of work. */
    private Set<DirtyDay> largest(List<DirtyDay> days) {
        Set<DirtyDay> largest = Collections.newSetFromMap(new IdentityHashMap<>());
        if (workers.most() > 0) {
            long most = WorkEstimate.micros(workers.each());
            long together = 0;
            for (DirtyDay day : days.stream()
                    .sorted(Comparator.comparingLong(DirtyDay::work))
                    .toList()) {
                together += day.work();
                if (together > most) {
                    largest.add(day);
                }
            }
        }
        return largest;
    }

    /** Updates the days of one run, and tallies how each ended. */
    private final class DayUpdates implements BucketFanOut.Outcomes {
        private final RunContext run;
        private final Tally tally = new Tally();

        DayUpdates(RunContext run) {
            this.run = run;
        }

        /**
         * Processes days without workers.
         *
         * @return the unfinished days that turned out to be more work than estimated
         */
        List<DirtyDay> alone(List<DirtyDay> days) {
            long patience = clock.millis() + PATIENCE * workers.each().toMillis();
            RunContext alone = workers.most() == 0 ? run : run.whileAlso(() -> clock.millis() < patience);
            List<DirtyDay> more = new ArrayList<>();
            for (DirtyDay day : days) {
                Ending ending = update(day, alone);
                if (ending == Ending.POSTPONED && run.timeLeft().getAsBoolean()) {
                    more.add(day);
                } else {
                    note(day, ending);
                }
            }
            return more;
        }

        private Ending update(DirtyDay day, RunContext within) {
            if (!within.timeLeft().getAsBoolean()) {
                return Ending.POSTPONED;
            }
            tally.days++;
            try {
                tally.rows += dayAggregator.replaceRows(day, within);
                return Ending.DONE;
            } catch (DayAggregator.Stopped stopped) {
                return stopped.ending();
            } catch (RuntimeException broken) {
                failed(day, broken);
                return Ending.FAILED;
            }
        }

        @Override
        public void counted(DirtyDay day) {
            note(day, update(day, run));
        }

        @Override
        public void failed(DirtyDay day, RuntimeException broken) {
            tally.failed++;
            tally.unfinished.add(day.site().id());
            telemetry.error(
                    "a day could not be aggregated",
                    broken,
                    Map.of("site", day.site().id(), "day", day.day().toString()));
        }

        @Override
        public void postponed(DirtyDay day) {
            note(day, Ending.POSTPONED);
        }

        private void note(DirtyDay day, Ending ending) {
            tally.overtaken += ending == Ending.OVERTAKEN ? 1 : 0;
            tally.postponed += ending == Ending.POSTPONED ? 1 : 0;
            if (ending != Ending.DONE) {
                tally.unfinished.add(day.site().id());
            }
        }
    }
}
