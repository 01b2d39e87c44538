package dev.cairn.local.tables;

import java.io.IOException;
import java.nio.file.Path;

/** The file of the tables is damaged. The message, a sentence for the user, names it and says what can be done. */
public final class DamagedTablesException extends IOException {
    private static final long serialVersionUID = 1L;

    public DamagedTablesException(Path file, String why, String repair) {
        super("the tables' file " + file + " is damaged: " + why + ". " + repair);
    }
}
