package dev.cairn.simulation;

import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryItemStore;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/**
 * The simulated world: scheduled events, one virtual clock, the tables, and tasks that run in steps. A task may still
 * be running when later events occur, but no longer than a function may run.
 */
final class World {
    private static final Duration LONGEST_INVOCATION = Duration.ofMinutes(10);
    private static final long STEPS_WITHOUT_REST = 200_000_000;
    private static final int FEW_STEPS = 300;

    private record Planned(long at, long number, boolean alone, Runnable action) implements Comparable<Planned> {
        @Override
        public int compareTo(Planned other) {
            int byTime = Long.compare(at, other.at);
            return byTime == 0 ? Long.compare(number, other.number) : byTime;
        }
    }

    private final SetClock clock;
    private final MemoryItemStore tables;
    private final Steps steps;
    private final Dice dice;
    private final Tally tally = new Tally();
    private final PriorityQueue<Planned> plan = new PriorityQueue<>();
    private Runnable watcher = () -> {};
    private long planned;
    private long restedAt;

    World(long seed, Instant begin, Faults faults) {
        this.clock = new SetClock(begin);
        this.tables = new MemoryItemStore(clock);
        this.steps = new Steps(seed);
        this.dice = new Dice(seed + 1, faults);
        this.restedAt = begin.toEpochMilli();
    }

    SetClock clock() {
        return clock;
    }

    /** The tables without faults. */
    MemoryItemStore tables() {
        return tables;
    }

    Steps steps() {
        return steps;
    }

    Dice dice() {
        return dice;
    }

    Tally tally() {
        return tally;
    }

    Process process() {
        return new Process(tables, steps, dice, tally, () -> watcher.run());
    }

    /** An observer that is called at every table call. */
    void watch(Runnable looks) {
        watcher = looks;
    }

    /** Schedules something for later, as a separate task. */
    void in(Duration wait, Runnable action) {
        at(clock.instant().plus(wait), action);
    }

    /** The next full multiple of a duration: everything scheduled for it happens at the same time. */
    static Instant meeting(Instant after, Duration every) {
        long length = every.toMillis();
        return Instant.ofEpochMilli((after.toEpochMilli() / length + 1) * length);
    }

    void at(Instant time, Runnable action) {
        plan.add(new Planned(time.toEpochMilli(), planned++, false, action));
    }

    /** Schedules something for a moment at which no task is running. */
    void aloneAt(Instant time, Runnable action) {
        plan.add(new Planned(time.toEpochMilli(), planned++, true, action));
    }

    /** Starts a task now. */
    void begin(Runnable work) {
        steps.begin(work);
    }

    /** Runs until no scheduled event is left. */
    void run() {
        while (!plan.isEmpty()) {
            Planned next = plan.poll();
            if (next.alone() || next.at() - restedAt > LONGEST_INVOCATION.toMillis()) {
                rest();
            }
            if (next.at() > clock.millis()) {
                clock.set(Instant.ofEpochMilli(next.at()));
            }
            happen(next);
            if (plan.isEmpty()) {
                rest();
            }
        }
    }

    private void happen(Planned next) {
        if (next.alone()) {
            next.action().run();
        } else {
            steps.begin(next.action());
            while (!plan.isEmpty()
                    && plan.peek().at() == next.at()
                    && !plan.peek().alone()) {
                steps.begin(plan.poll().action());
            }
            if (dice.below(3) == 0) {
                steps.run(dice.below(FEW_STEPS));
            } else {
                rest();
            }
        }
    }

    /** Lets all started tasks finish. */
    void rest() {
        steps.run(STEPS_WITHOUT_REST);
        if (!steps.isQuiet()) {
            throw new IllegalStateException("the tasks never came to an end");
        }
        restedAt = clock.millis();
    }
}
