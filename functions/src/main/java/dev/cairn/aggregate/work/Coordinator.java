package dev.cairn.aggregate.work;

import dev.cairn.aggregate.count.BucketCounter;
import dev.cairn.aggregate.count.DayAggregator;
import dev.cairn.aggregate.count.DayAggregator.Ending;
import dev.cairn.aggregate.count.DayRun;
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
 * Does the days of a run: all by itself while they are little work together, which costs nothing beside it; else the
 * smaller ones, while workers count the buckets of the others.
 */
public final class Coordinator {
    /** How much longer than estimated the run goes on alone, for an estimate may be wrong. */
    private static final int PATIENCE = 2;

    private final BucketCounter counter;
    private final DayAggregator dayAggregation;
    private final Workers workers;
    private final Telemetry telemetry;
    private final Clock clock;

    public Coordinator(
            BucketCounter counter, DayAggregator dayAggregation, Workers workers, Telemetry telemetry, Clock clock) {
        this.counter = counter;
        this.dayAggregation = dayAggregation;
        this.workers = workers;
        this.telemetry = telemetry;
        this.clock = clock;
    }

    /** What became of the days of a run. */
    public static final class Tally {
        public int days;
        public int rows;
        public int overtaken;
        public int failed;
        public int postponed;
        /** Ids of sites of which something is left to do. */
        public final Set<String> unfinished = new TreeSet<>();
    }

    public Tally run(List<DayRun> days, RunContext run) {
        Tally tally = new Tally();
        Set<DayRun> tooMuch = tooMuch(days);
        SharedDays shared = new SharedDays(counter, workers, telemetry, run);
        shared.handOut(days.stream().filter(tooMuch::contains).toList());
        shared.handOut(alone(days.stream().filter(day -> !tooMuch.contains(day)).toList(), run, tally));
        shared.countAlong(new SharedDays.Then() {
            @Override
            public void fold(DayRun day) {
                note(day, bringUpToDate(day, run, tally), tally);
            }

            @Override
            public void failed(DayRun day, RuntimeException broken) {
                Coordinator.this.failed(day, broken, tally);
            }

            @Override
            public void postponed(DayRun day) {
                note(day, Ending.POSTPONED, tally);
            }
        });
        return tally;
    }

    /** The largest days, without which the others together are no more than is worth a worker. */
    private Set<DayRun> tooMuch(List<DayRun> days) {
        Set<DayRun> tooMuch = Collections.newSetFromMap(new IdentityHashMap<>());
        if (workers.most() > 0) {
            long most = WorkEstimate.micros(workers.each());
            long together = 0;
            for (DayRun day :
                    days.stream().sorted(Comparator.comparingLong(DayRun::work)).toList()) {
                together += day.work();
                if (together > most) {
                    tooMuch.add(day);
                }
            }
        }
        return tooMuch;
    }

    /** @return those that are more work than they seemed to be, and are not done */
    private List<DayRun> alone(List<DayRun> days, RunContext run, Tally tally) {
        long patience = clock.millis() + PATIENCE * workers.each().toMillis();
        RunContext alone = workers.most() == 0 ? run : run.whileAlso(() -> clock.millis() < patience);
        List<DayRun> more = new ArrayList<>();
        for (DayRun day : days) {
            Ending ending = bringUpToDate(day, alone, tally);
            if (ending == Ending.POSTPONED && run.timeLeft().getAsBoolean()) {
                more.add(day);
            } else {
                note(day, ending, tally);
            }
        }
        return more;
    }

    private Ending bringUpToDate(DayRun day, RunContext run, Tally tally) {
        if (!run.timeLeft().getAsBoolean()) {
            return Ending.POSTPONED;
        }
        tally.days++;
        try {
            DayAggregator.Outcome outcome = dayAggregation.run(day.site(), day.day(), day.raised(), run);
            tally.rows += outcome.rows();
            return outcome.ending();
        } catch (RuntimeException broken) {
            failed(day, broken, tally);
            return Ending.FAILED;
        }
    }

    private void failed(DayRun day, RuntimeException broken, Tally tally) {
        tally.failed++;
        tally.unfinished.add(day.site().id());
        telemetry.error(
                "a day could not be aggregated",
                broken,
                Map.of("site", day.site().id(), "day", day.day().toString()));
    }

    private static void note(DayRun day, Ending ending, Tally tally) {
        tally.overtaken += ending == Ending.OVERTAKEN ? 1 : 0;
        tally.postponed += ending == Ending.POSTPONED ? 1 : 0;
        if (ending != Ending.DONE) {
            tally.unfinished.add(day.site().id());
        }
    }
}
