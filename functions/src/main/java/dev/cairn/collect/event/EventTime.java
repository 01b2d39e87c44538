package dev.cairn.collect.event;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The time of an event (T1), in epoch milliseconds.
 *
 * @param adjusted whether the sender's time was corrected, replaced or clamped
 */
record EventTime(long at, boolean adjusted) {
    /**
     * The clock of a browser is trusted if it differs from ours by at most this much, so that a retry gets the same
     * time.
     */
    static final long BELIEVED_SKEW_MILLIS = Duration.ofMinutes(2).toMillis();

    static final long BROWSER_AGE_MILLIS = Duration.ofHours(24).toMillis();

    static EventTime ofServer(@Nullable Long at, long receivedAt) {
        return at == null ? new EventTime(receivedAt, true) : clamped(at, false, receivedAt);
    }

    static EventTime ofBrowser(@Nullable Long at, @Nullable Long sentAt, long receivedAt) {
        if (at == null || sentAt == null) {
            return new EventTime(receivedAt, true);
        }
        long skew = receivedAt - sentAt;
        return Math.abs(skew) <= BELIEVED_SKEW_MILLIS
                ? clamped(at, false, receivedAt)
                : clamped(at + skew, true, receivedAt);
    }

    /** T2: whether the event is older than its sender is allowed to report. */
    boolean olderThan(long ageMillis, long receivedAt) {
        return receivedAt - at > ageMillis;
    }

    private static EventTime clamped(long at, boolean adjusted, long receivedAt) {
        return at > receivedAt ? new EventTime(receivedAt, true) : new EventTime(at, adjusted);
    }
}
