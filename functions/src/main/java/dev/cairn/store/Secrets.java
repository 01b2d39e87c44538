package dev.cairn.store;

/** What the stack generated for itself. Never logged, never in a table. */
public interface Secrets {

    /** At least 32 random bytes; the sites' secrets are derived from it. */
    byte[] master();

    /** The first admin key, as a reader sends it. */
    String adminKey();
}
