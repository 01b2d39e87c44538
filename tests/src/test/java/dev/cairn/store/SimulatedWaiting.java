package dev.cairn.store;

import java.util.function.IntConsumer;

/** Replaces waiting for another writer with the simulation's virtual time. */
public final class SimulatedWaiting {
    private static final ThreadLocal<Runnable> OF_THIS_THREAD = new ThreadLocal<>();

    private SimulatedWaiting() {}

    static {
        IntConsumer otherwise = OptimisticRetry::sleep;
        OptimisticRetry.waitWith(attempt -> {
            Runnable simulated = OF_THIS_THREAD.get();
            if (simulated == null) {
                otherwise.accept(attempt);
            } else {
                simulated.run();
            }
        });
    }

    /** Sets how this thread waits from now on. */
    public static void in(Runnable waiting) {
        OF_THIS_THREAD.set(waiting);
    }
}
