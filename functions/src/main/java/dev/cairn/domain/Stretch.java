package dev.cairn.domain;

import java.util.Comparator;

/**
 * A stretch of a device's time, in order T4, whose events were an erased user's. What happened in it does not come
 * back, whoever else the device belongs to.
 *
 * @param from the first moment in it
 * @param until the first moment behind it
 */
public record Stretch(Moment from, Moment until) {

    /** A place in order T4. */
    public record Moment(long at, long seq, long idHash) implements Comparable<Moment> {
        /** Before everything. */
        public static final Moment FIRST = new Moment(Long.MIN_VALUE, Long.MIN_VALUE, 0);

        private static final Comparator<Moment> T4 = Comparator.comparingLong(Moment::at)
                .thenComparingLong(Moment::seq)
                .thenComparing(Moment::idHash, Long::compareUnsigned);

        public static Moment of(StoredEvent event) {
            return new Moment(event.at(), event.seq(), event.idHash());
        }

        /** Before everything that happened later than {@code at}. */
        public static Moment after(long at) {
            return new Moment(at + 1, Long.MIN_VALUE, 0);
        }

        @Override
        public int compareTo(Moment other) {
            return T4.compare(this, other);
        }
    }

    public boolean has(Moment moment) {
        return from.compareTo(moment) <= 0 && moment.compareTo(until) < 0;
    }

    /** Whether everything from the beginning until {@code at}, included, is in it. */
    public boolean hasAllUntil(long at) {
        return from.equals(Moment.FIRST) && Moment.after(at).compareTo(until) <= 0;
    }
}
