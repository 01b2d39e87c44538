package dev.cairn.store;

/**
 * An object of the archive, or a part of it, cannot be read. The message says which one and what is known of the loss,
 * and contains nothing of its content. The records that could be read were passed on before.
 */
public final class UnreadableObjectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String key;

    public UnreadableObjectException(String key, String why, Throwable cause) {
        super("the archive's object " + key + " cannot be read: " + why, cause);
        this.key = key;
    }

    UnreadableObjectException(String key, String what) {
        super("the archive's object " + key + " is damaged: " + what);
        this.key = key;
    }

    public String key() {
        return key;
    }
}
