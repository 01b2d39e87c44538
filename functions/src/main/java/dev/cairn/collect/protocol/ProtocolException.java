package dev.cairn.collect.protocol;

/** Reports a request that cannot be translated into our own protocol. The message repeats nothing that was sent. */
public final class ProtocolException extends Exception {

    /** The kind of problem. */
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
