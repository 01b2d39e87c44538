package dev.cairn.collect;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** Lets one pass per second of the clock. Thread-safe. */
final class OncePerSecond {
    private final Clock clock;
    private final AtomicLong lastSecond = new AtomicLong(Long.MIN_VALUE);

    OncePerSecond(Clock clock) {
        this.clock = clock;
    }

    boolean mayPass() {
        long second = clock.instant().getEpochSecond();
        return lastSecond.getAndSet(second) != second;
    }
}
