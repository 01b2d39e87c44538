package dev.cairn.simulation;

import dev.cairn.store.SimulatedWaiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks so that exactly one is running at any time, and switches only at {@link #pause}, to a task chosen by a
 * seeded generator: every interleaving is possible, and one seed always gives the same one. The creating thread is the
 * driver, which runs while no task does. Tasks may create tasks and wait for them.
 */
final class Steps {
    /** The percentage of pauses that switch to another task. */
    private static final int SWITCHES_OF_100 = 40;

    /** A separate thread that runs when it is its turn. */
    final class Task {
        private final @Nullable Thread thread;
        private @Nullable Task waiting;
        private int awaited;
        private boolean begun;
        private boolean done;

        private Task(@Nullable Runnable work) {
            this.thread = work == null ? Thread.currentThread() : idle(work);
            this.begun = work == null;
        }

        private @Nullable Thread idle(Runnable work) {
            return Thread.ofVirtual().unstarted(() -> {
                SimulatedWaiting.in(Steps.this::giveWay);
                try {
                    work.run();
                } catch (Throwable broken) {
                    failure = broken;
                }
                finish(this);
            });
        }

        boolean isDone() {
            return done;
        }
    }

    private final Random random;
    private final List<Task> ready = new ArrayList<>();
    private final Task driver = new Task(null);
    private volatile Task current = driver;
    private volatile @Nullable Throwable failure;
    private long budget;
    private long taken;

    Steps(long seed) {
        this.random = new Random(seed);
    }

    /** Adds a task that will get its turn at some pause. */
    Task begin(Runnable work) {
        Task task = new Task(work);
        ready.add(task);
        return task;
    }

    /** Lets the tasks run for a number of steps, or until none can; called by the driver. */
    void run(long steps) {
        if (ready.isEmpty() || steps <= 0) {
            return;
        }
        budget = steps;
        goOn(takeAny());
        awaitTurn(driver);
        Throwable broken = failure;
        if (broken != null) {
            throw new IllegalStateException("a task of the simulation broke: " + broken, broken);
        }
    }

    /** Whether no task is left. */
    boolean isQuiet() {
        return ready.isEmpty();
    }

    /** The number of pauses so far. */
    long taken() {
        return taken;
    }

    /** A point at which another task may continue. */
    void pause() {
        pause(SWITCHES_OF_100);
    }

    /** A point at which another task continues if there is one: for tasks that wait for others. */
    void giveWay() {
        pause(100);
    }

    private void pause(int switchesOf100) {
        Task me = current;
        if (me == driver) {
            return;
        }
        taken++;
        if (--budget <= 0) {
            ready.add(me);
            goOn(driver);
            awaitTurn(me);
        } else if (!ready.isEmpty() && (switchesOf100 == 100 || random.nextInt(100) < switchesOf100)) {
            int index = random.nextInt(ready.size());
            Task other = ready.set(index, me);
            goOn(other);
            awaitTurn(me);
        }
    }

    /** Runs all of these in any order and interleaving, and returns when the last one is done. */
    void together(List<Runnable> works) {
        Task me = current;
        if (me == driver || works.size() <= 1) {
            works.forEach(Runnable::run);
            return;
        }
        me.awaited = works.size();
        works.forEach(work -> begin(work).waiting = me);
        goOn(takeAny());
        awaitTurn(me);
    }

    private void finish(Task task) {
        task.done = true;
        Task parent = task.waiting;
        if (parent != null && --parent.awaited == 0) {
            ready.add(parent);
        }
        goOn(ready.isEmpty() || failure != null ? driver : takeAny());
    }

    private Task takeAny() {
        int index = random.nextInt(ready.size());
        Task task = ready.get(index);
        Task last = ready.removeLast();
        if (task != last) {
            ready.set(index, last);
        }
        return task;
    }

    private void goOn(Task task) {
        current = task;
        Thread thread = Objects.requireNonNull(task.thread);
        if (task.begun) {
            LockSupport.unpark(thread);
        } else {
            task.begun = true;
            thread.start();
        }
    }

    private void awaitTurn(Task me) {
        while (current != me) {
            LockSupport.park(this);
        }
    }
}
