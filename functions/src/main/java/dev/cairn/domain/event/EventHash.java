package dev.cairn.domain.event;

/**
 * Identifies an event by the first 8 bytes of the SHA-256 of the id chosen by its sender. Ordered as an unsigned number
 * (T4).
 */
public record EventHash(long bits) implements Comparable<EventHash> {

    @Override
    public int compareTo(EventHash other) {
        return Long.compareUnsigned(bits, other.bits);
    }
}
