package dev.cairn.domain.event;

/**
 * Identifies an event's content as sent: the first 8 bytes of its SHA-256. Copies of one event with the same hash are
 * repeats; copies with different hashes are in conflict (D1). Ordered as an unsigned number.
 */
public record ContentHash(long bits) implements Comparable<ContentHash> {

    @Override
    public int compareTo(ContentHash other) {
        return Long.compareUnsigned(bits, other.bits);
    }
}
