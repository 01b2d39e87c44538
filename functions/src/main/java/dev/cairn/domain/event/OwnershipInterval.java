package dev.cairn.domain.event;

import java.util.Comparator;

/**
 * A stretch of a device's time, in order T4, whose events were an erased user's. What happened in it does not come
 * back, whoever else the device belongs to.
 *
 * @param from the first moment in it
 * @param until the first moment behind it
 */
public record OwnershipInterval(EventOrderKey from, EventOrderKey until) {

    /** A place in order T4. */
    public record EventOrderKey(long at, long seq, long idHash) implements Comparable<EventOrderKey> {
        /** Before everything. */
        public static final EventOrderKey FIRST = new EventOrderKey(Long.MIN_VALUE, Long.MIN_VALUE, 0);

        private static final Comparator<EventOrderKey> T4 = Comparator.comparingLong(EventOrderKey::at)
                .thenComparingLong(EventOrderKey::seq)
                .thenComparing(EventOrderKey::idHash, Long::compareUnsigned);

        public static EventOrderKey of(StoredEvent event) {
            return new EventOrderKey(event.at(), event.seq(), event.idHash());
        }

        /** Before everything that happened later than {@code at}. */
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

    /** Whether everything from the beginning until {@code at}, included, is in it. */
    public boolean hasAllUntil(long at) {
        return from.equals(EventOrderKey.FIRST) && EventOrderKey.after(at).compareTo(until) <= 0;
    }
}
