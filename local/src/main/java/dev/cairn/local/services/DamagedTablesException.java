package dev.cairn.local.services;

import java.io.IOException;

/** The file of the tables is damaged. The message, a sentence for the user, names it and says what can be done. */
public final class DamagedTablesException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedTablesException(String message) {
        super(message);
    }
}
