package dev.cairn.domain.event;

import java.util.Comparator;

/**
 * A position in order T4: by time, sequence number and id.
 *
 * @param at epoch milliseconds
 * @param seq the sender's sequence number; 0 if absent
 */
public record EventOrderKey(long at, long seq, EventHash id) implements Comparable<EventOrderKey> {
    private static final EventHash LOWEST_ID = new EventHash(0);

    /** The position before all events. */
    public static final EventOrderKey FIRST = new EventOrderKey(Long.MIN_VALUE, Long.MIN_VALUE, LOWEST_ID);

    private static final Comparator<EventOrderKey> T4 = Comparator.comparingLong(EventOrderKey::at)
            .thenComparingLong(EventOrderKey::seq)
            .thenComparing(EventOrderKey::id);

    /** Returns the position before every event later than {@code at}. */
    public static EventOrderKey after(long at) {
        return new EventOrderKey(at + 1, Long.MIN_VALUE, LOWEST_ID);
    }

    @Override
    public int compareTo(EventOrderKey other) {
        return T4.compare(this, other);
    }
}
