package dev.cairn.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits a little before the next try, longer each time, never the same for two writers. */
public final class Contention {
    private static final Duration LONGEST = Duration.ofMillis(200);

    private Contention() {}

    public static void pause(int attempt) {
        long most = Math.min(LONGEST.toMillis(), 2L << Math.min(attempt, 10));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(most + 1));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for another writer");
        }
    }
}
