package dev.cairn.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The processes of one function. Each does one thing at a time; a new one is started if all are busy or one has died.
 * Now and then a process is told to die at one of its next table calls.
 */
final class Fleet<H> {
    /** A batch makes about ten to a hundred calls; a run of the aggregator makes more. */
    private static final int CALLS = 60;

    private static final class Worker<H> {
        private final Process process;
        private final H handler;

        Worker(Process process, H handler) {
            this.process = process;
            this.handler = handler;
        }
    }

    /** The work of one invocation. */
    @FunctionalInterface
    interface Invocation<H, R> {
        R of(H handler) throws Exception;
    }

    private final World world;
    private final What death;
    private final Function<Process, H> start;
    private final List<Worker<H>> idle = new ArrayList<>();
    private int toBeKilled;

    Fleet(World world, What death, Function<Process, H> start) {
        this.world = world;
        this.death = death;
        this.start = start;
    }

    /** The next active process dies soon. */
    void killOne() {
        toBeKilled++;
    }

    void spareAll() {
        toBeKilled = 0;
        idle.clear();
    }

    /** Throws {@link Killed} if the process died during it. */
    <R> R invoke(Invocation<H, R> invocation) throws Exception {
        Worker<H> worker = idle.isEmpty() ? started() : idle.removeLast();
        if (toBeKilled > 0) {
            toBeKilled--;
            worker.process.dieWithin(CALLS, death);
        }
        try {
            R result = invocation.of(worker.handler);
            if (worker.process.isDead()) {
                throw new Killed();
            }
            return result;
        } finally {
            if (!worker.process.isDead()) {
                idle.add(worker);
            }
        }
    }

    private Worker<H> started() {
        Process process = world.process();
        return new Worker<>(process, start.apply(process));
    }
}
