package dev.cairn.store;

/** The secrets of the stack, which it generated for itself, and the edge's, which its owner chose. They are never logged and never stored in a table. */
public interface Secrets {

    /** At least 32 random bytes, from which the sites' secrets are derived. */
    byte[] master();

    /** The first admin key, as a report client sends it. */
    String adminKey();

    /**
     * What a CDN or proxy in front of the stack sends to prove itself ({@code EdgeSecret}); empty when there is none,
     * and then no request proves anything.
     */
    default String edge() {
        return "";
    }
}
