package dev.cairn.store;

/**
 * An archive object, or a part of it, cannot be read. The message identifies the object and describes the loss, and
 * reveals none of its content. All readable records were passed on before this is thrown.
 */
public final class UnreadableObjectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String key;

    public UnreadableObjectException(String key, String why, Throwable cause) {
        super("archive object " + key + " cannot be read: " + why, cause);
        this.key = key;
    }

    UnreadableObjectException(String key, String what) {
        super("archive object " + key + " is damaged: " + what);
        this.key = key;
    }

    public String key() {
        return key;
    }
}
