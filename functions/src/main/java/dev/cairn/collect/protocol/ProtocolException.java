package dev.cairn.collect.protocol;

/** A request that cannot be said in the form of our own events; the message is ours and echoes nothing that was sent. */
public final class ProtocolException extends Exception {

    /** What is wrong with it. */
    public enum Problem {
        NOT_AN_OBJECT,
        MISSING_SITE,
        INVALID_EVENTS,
        INVALID_TEXT
    }

    private final transient Problem problem;

    ProtocolException(Problem problem, String message) {
        super(message, null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
