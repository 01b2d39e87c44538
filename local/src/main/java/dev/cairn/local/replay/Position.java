package dev.cairn.local.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The number of lines sent from a file, stored next to it until all of them are sent. */
record Position(Path file) {

    static Position of(Path replayed) {
        return new Position(replayed.resolveSibling(replayed.getFileName() + ".position"));
    }

    /** 0 when no position is stored. */
    long load() throws IOException {
        try {
            return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
        } catch (NumberFormatException e) {
            throw new IOException(file + " does not hold a number of lines; delete it to start at the first line");
        }
    }

    void save(long lines) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, lines + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
