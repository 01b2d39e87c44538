package dev.cairn.local.tables;

import java.io.IOException;
import java.nio.file.Path;

/** The tables' file is damaged. The message, for the user, names the file and says what to do. */
public final class DamagedTablesException extends IOException {
    private static final long serialVersionUID = 1L;

    public DamagedTablesException(Path file, String why, String repair) {
        super("the tables' file " + file + " is damaged: " + why + ". " + repair);
    }
}
