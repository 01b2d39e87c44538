package dev.cairn.local.cli;

/** A command was called in a way it does not know, or cannot do what it was asked; the message is for its user. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
