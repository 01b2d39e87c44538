package dev.cairn.domain.event;

/** Identifies an order of a site by the hash of its order id (base64url, never the id as sent). */
public record OrderHash(String text) implements Comparable<OrderHash> {

    @Override
    public int compareTo(OrderHash other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
