package dev.cairn.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntConsumer;

/**
 * The tries of one writer at something that others write, too. After each try in vain it waits a little, longer each
 * time, never the same for two writers; after the last one it gives up. Not thread-safe.
 */
public final class OptimisticRetry {
    private static final Duration LONGEST = Duration.ofMillis(200);

    /** Only a simulation waits in another way: its time is not that of this machine. */
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

    /** @param what what is tried for, as it stands in a sentence: {@code a claim} */
    public static OptimisticRetry over(String what, int most) {
        return new OptimisticRetry(what, most, 1);
    }

    /** @param step so many tries wait equally long: where one's own success brings about another try as well */
    public static OptimisticRetry over(String what, int most, int step) {
        return new OptimisticRetry(what, most, step);
    }

    public boolean isFirst() {
        return tries == 0;
    }

    /** Waits for the next try. @throws IllegalStateException when that was the last one */
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
