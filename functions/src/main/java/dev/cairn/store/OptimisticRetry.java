package dev.cairn.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntConsumer;

/**
 * Counts and delays one writer's attempts to change an item that others write too. After each failed attempt it waits a
 * random time, whose upper bound grows with every attempt. After the last attempt it gives up. Not thread-safe.
 */
public final class OptimisticRetry {
    private static final Duration LONGEST = Duration.ofMillis(200);

    /** Replaced only by simulations, which run on their own clock. */
    private static volatile IntConsumer waiting = OptimisticRetry::sleep;

    private final String what;
    private final int most;
    private final int step;
    private int tries;

    private OptimisticRetry(String what, int most, int step) {
        this.what = what;
        this.most = most;
        this.step = step;
    }

    /** @param what the thing being written, as it appears in an error message: {@code a claim} */
    public static OptimisticRetry over(String what, int most) {
        return new OptimisticRetry(what, most, 1);
    }

    /**
     * @param step how many consecutive attempts share the same waiting time; for callers whose own successes also lead
     *     to another attempt
     */
    public static OptimisticRetry over(String what, int most, int step) {
        return new OptimisticRetry(what, most, step);
    }

    public boolean isFirst() {
        return tries == 0;
    }

    /**
     * Waits for the next attempt.
     *
     * @throws IllegalStateException if that was the last attempt
     */
    public void tryAgain() {
        waiting.accept(tries / step);
        if (++tries == most) {
            throw new IllegalStateException(what + " was changed by others " + most + " times in a row");
        }
    }

    static void waitWith(IntConsumer waitingOfAttempt) {
        waiting = waitingOfAttempt;
    }

    static void sleep(int attempt) {
        long most = Math.min(LONGEST.toMillis(), 2L << Math.min(attempt, 10));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(most + 1));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for another writer");
        }
    }
}
