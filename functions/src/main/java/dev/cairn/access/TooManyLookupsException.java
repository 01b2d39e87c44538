package dev.cairn.access;

/**
 * An address has sent too many unknown secrets within a minute, so this one was not looked up. The sender may retry
 * after {@link #retryAfterSeconds}.
 */
public final class TooManyLookupsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long retryAfterSeconds;

    TooManyLookupsException(long retryAfterSeconds) {
        super("too many unknown keys from one address", null, false, false);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** Returns a message for the sender, in one sentence. */
    public String sentence() {
        return "Too many unknown keys came from this address within a minute; check the key, and try again in "
                + retryAfterSeconds + " s.";
    }
}
