package dev.cairn.local.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The progress of a reader: the position of the last record that is done. */
public interface Checkpoint {

    /** 0 when no record is done yet. */
    long load();

    void save(long position);

    /** A checkpoint that lasts as long as this process. */
    static Checkpoint inMemory() {
        return new Checkpoint() {
            private long position;

            @Override
            public synchronized long load() {
                return position;
            }

            @Override
            public synchronized void save(long newPosition) {
                position = newPosition;
            }
        };
    }

    /**
     * A checkpoint in a file that is replaced atomically. It is not forced to disk: an older one only means that
     * records are delivered again, which changes nothing (G5).
     */
    static Checkpoint file(Path file) {
        return new Checkpoint() {
            @Override
            public long load() {
                try {
                    return Files.exists(file)
                            ? Long.parseLong(Files.readString(file, StandardCharsets.UTF_8)
                                    .strip())
                            : 0;
                } catch (IOException | NumberFormatException e) {
                    throw new IllegalStateException(
                            "the checkpoint " + file + " cannot be read; delete it and the"
                                    + " stream is read from its oldest record",
                            e);
                }
            }

            @Override
            public void save(long position) {
                try {
                    Path fresh = file.resolveSibling(file.getFileName() + ".new");
                    Files.writeString(fresh, position + "\n");
                    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
