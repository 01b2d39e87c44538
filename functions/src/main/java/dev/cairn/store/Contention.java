package dev.cairn.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntConsumer;

/** Waits a little before the next try, longer each time, never the same for two writers. */
public final class Contention {
    private static final Duration LONGEST = Duration.ofMillis(200);

    /** Only a simulation waits in another way: its time is not that of this machine. */
    private static volatile IntConsumer waiting = Contention::sleep;

    private Contention() {}

    public static void pause(int attempt) {
        waiting.accept(attempt);
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
