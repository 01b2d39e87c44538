package dev.cairn.local.cli;

/** A command was used incorrectly or cannot do what was requested; the message is for the user. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    /** The first argument of a command with several actions is missing or unknown. */
    static UsageException unknownAction(String word, String usage) {
        return new UsageException(
                (word.isEmpty() ? "" : "unknown action \"" + word + "\"; ") + "choose an action: " + usage);
    }
}
