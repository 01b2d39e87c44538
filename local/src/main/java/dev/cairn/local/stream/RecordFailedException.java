package dev.cairn.local.stream;

import java.util.Locale;

/** A stream reader fails repeatedly, so waiting is pointless; the message is for the user. */
public final class RecordFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecordFailedException(String trouble, int failures, String lastFailure) {
        super(trouble.substring(0, 1).toUpperCase(Locale.ROOT) + trouble.substring(1) + " " + failures
                + " times in a row (" + lastFailure + "); it is retried every few seconds.");
    }
}
