package dev.cairn.collect.stream;

/** Allows bursts of {@value #AT_ONCE} requests, and one request a second on average. */
public final class TokenBucket {
    public static final int AT_ONCE = 10;
    static final long EVERY_MILLIS = 1_000;

    /** When all {@link #AT_ONCE} tokens will be available again, epoch milliseconds. */
    private long fullAt = Long.MIN_VALUE;

    public boolean mayPass(long now) {
        // If the clock is set back, the wait must not exceed the time in which the bucket refills.
        fullAt = Math.clamp(fullAt, now, now + AT_ONCE * EVERY_MILLIS);
        if (fullAt - now > (AT_ONCE - 1) * EVERY_MILLIS) {
            return false;
        }
        fullAt += EVERY_MILLIS;
        return true;
    }

    boolean isFull(long now) {
        return fullAt <= now;
    }
}
