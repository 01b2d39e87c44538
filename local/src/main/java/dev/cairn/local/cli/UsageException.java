package dev.cairn.local.cli;

/** A command was called in a way it does not know, or cannot do what it was asked; the message is for its user. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    /** The first word of a command that does several things is missing or none of them. */
    static UsageException unknownAction(String word, String usage) {
        return new UsageException(
                (word.isEmpty() ? "" : "there is no \"" + word + "\"; ") + "say what to do: " + usage);
    }
}
