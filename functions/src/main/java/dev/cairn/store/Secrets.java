package dev.cairn.store;

/** The secrets that the stack generated for itself. They are never logged and never stored in a table. */
public interface Secrets {

    /** At least 32 random bytes, from which the sites' secrets are derived. */
    byte[] master();

    /** The first admin key, as a report client sends it. */
    String adminKey();
}
