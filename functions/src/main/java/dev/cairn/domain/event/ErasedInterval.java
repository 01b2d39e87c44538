package dev.cairn.domain.event;

import java.util.Comparator;

/**
 * An interval of a device's events, in order T4, that belonged to an erased user. Events in it are not stored again,
 * regardless of who owns the device now.
 *
 * @param from first position, inclusive
 * @param until end position, exclusive
 */
public record ErasedInterval(EventOrderKey from, EventOrderKey until) {

    /** A position in order T4. */
    public record EventOrderKey(long at, long seq, long idHash) implements Comparable<EventOrderKey> {
        /** The position before all events. */
        public static final EventOrderKey FIRST = new EventOrderKey(Long.MIN_VALUE, Long.MIN_VALUE, 0);

        private static final Comparator<EventOrderKey> T4 = Comparator.comparingLong(EventOrderKey::at)
                .thenComparingLong(EventOrderKey::seq)
                .thenComparing(EventOrderKey::idHash, Long::compareUnsigned);

        public static EventOrderKey of(StoredEvent event) {
            return new EventOrderKey(event.at(), event.seq(), event.idHash());
        }

        /** Returns the position before every event later than {@code at}. */
        public static EventOrderKey after(long at) {
            return new EventOrderKey(at + 1, Long.MIN_VALUE, 0);
        }

        @Override
        public int compareTo(EventOrderKey other) {
            return T4.compare(this, other);
        }
    }

    public boolean has(EventOrderKey moment) {
        return from.compareTo(moment) <= 0 && moment.compareTo(until) < 0;
    }

    /** Whether this contains everything from the beginning until {@code at}, inclusive. */
    public boolean hasAllUntil(long at) {
        return from.equals(EventOrderKey.FIRST) && EventOrderKey.after(at).compareTo(until) <= 0;
    }
}
