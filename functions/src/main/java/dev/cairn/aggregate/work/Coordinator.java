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
 * Processes the days of a run. If they are little work together, the run does them alone, at no extra cost. Otherwise
 * it does the smaller days itself while workers count the buckets of the larger ones.
 */
public final class Coordinator {
    /** How far the run may exceed the estimate alone before it hands out work, because an estimate may be wrong. */
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

    /** The outcome of a run's days. */
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
        Tally tally = new Tally();
        Set<DirtyDay> tooMuch = tooMuch(days);
        BucketFanOut shared = new BucketFanOut(counter, workers, telemetry, run);
        shared.handOut(days.stream().filter(tooMuch::contains).toList());
        shared.handOut(alone(days.stream().filter(day -> !tooMuch.contains(day)).toList(), run, tally));
        shared.countAlong(new BucketFanOut.Then() {
            @Override
            public void fold(DirtyDay day) {
                note(day, tryDay(day, run, tally), tally);
            }

            @Override
            public void failed(DirtyDay day, RuntimeException broken) {
                Coordinator.this.failed(day, broken, tally);
            }

            @Override
            public void postponed(DirtyDay day) {
                note(day, Ending.POSTPONED, tally);
            }
        });
        return tally;
    }

    /** The largest days, chosen so that the remaining days together are no more than one worker's share of work. */
    private Set<DirtyDay> tooMuch(List<DirtyDay> days) {
        Set<DirtyDay> tooMuch = Collections.newSetFromMap(new IdentityHashMap<>());
        if (workers.most() > 0) {
            long most = WorkEstimate.micros(workers.each());
            long together = 0;
            for (DirtyDay day : days.stream()
                    .sorted(Comparator.comparingLong(DirtyDay::work))
                    .toList()) {
                together += day.work();
                if (together > most) {
                    tooMuch.add(day);
                }
            }
        }
        return tooMuch;
    }

    /**
     * Processes days without workers.
     *
     * @return the unfinished days that turned out to be more work than estimated
     */
    private List<DirtyDay> alone(List<DirtyDay> days, RunContext run, Tally tally) {
        long patience = clock.millis() + PATIENCE * workers.each().toMillis();
        RunContext alone = workers.most() == 0 ? run : run.whileAlso(() -> clock.millis() < patience);
        List<DirtyDay> more = new ArrayList<>();
        for (DirtyDay day : days) {
            Ending ending = tryDay(day, alone, tally);
            if (ending == Ending.POSTPONED && run.timeLeft().getAsBoolean()) {
                more.add(day);
            } else {
                note(day, ending, tally);
            }
        }
        return more;
    }

    private Ending tryDay(DirtyDay day, RunContext run, Tally tally) {
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

    private void failed(DirtyDay day, RuntimeException broken, Tally tally) {
        tally.failed++;
        tally.unfinished.add(day.site().id());
        telemetry.error(
                "a day could not be aggregated",
                broken,
                Map.of("site", day.site().id(), "day", day.day().toString()));
    }

    private static void note(DirtyDay day, Ending ending, Tally tally) {
        tally.overtaken += ending == Ending.OVERTAKEN ? 1 : 0;
        tally.postponed += ending == Ending.POSTPONED ? 1 : 0;
        if (ending != Ending.DONE) {
            tally.unfinished.add(day.site().id());
        }
    }
}
