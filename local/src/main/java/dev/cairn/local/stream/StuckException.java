package dev.cairn.local.stream;

import java.util.Locale;

/** Whoever reads the stream fails again and again, so there is no point in waiting; its message is for a person. */
public final class StuckException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StuckException(String trouble, int failures, String lastFailure) {
        super(trouble.substring(0, 1).toUpperCase(Locale.ROOT) + trouble.substring(1) + " " + failures
                + " times in a row (" + lastFailure + "); it is tried again every few seconds.");
    }
}
