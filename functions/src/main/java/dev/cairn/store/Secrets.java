package dev.cairn.store;

/** The stack's generated secrets, and the edge secret. They are never logged or stored in a table. */
public interface Secrets {

    /** At least 32 random bytes, from which the sites' secrets are derived. */
    byte[] master();

    /** The first admin key, as a report client sends it. */
    String adminKey();

    /**
     * The secret with which a CDN or proxy in front of the stack identifies itself ({@code EdgeSecret}). Empty when
     * there is none; then no request counts as coming from the edge.
     */
    default String edge() {
        return "";
    }
}
