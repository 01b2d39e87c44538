package dev.cairn.local.stream;

import dev.cairn.local.ChecksummedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/** A reader's progress: the position of the last record that is done. */
public interface Checkpoint {

    /** 0 if no record is done yet. */
    long load();

    void save(long position);

    /** A checkpoint that is lost when this process ends. */
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
     * A checkpoint in a file that is replaced atomically. It is not forced to disk: an older checkpoint only means that
     * records are delivered again, which changes nothing (G5). For the same reason a damaged one is reported and
     * treated as 0. The previous version writes, and can read, only the number without a checksum.
     *
     * @param trouble receives a message when the file is damaged
     */
    static Checkpoint file(Path file, Consumer<String> trouble) {
        return new Checkpoint() {
            @Override
            public long load() {
                try {
                    return Files.exists(file)
                            ? Long.parseLong(ChecksummedFile.read(file).strip())
                            : 0;
                } catch (ChecksummedFile.DamagedException | NumberFormatException damaged) {
                    trouble.accept("the checkpoint " + file + " is damaged; the stream is read again from its oldest"
                            + " record, which counts nothing twice: nothing is lost");
                    return 0;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void save(long position) {
                try {
                    Path fresh = file.resolveSibling(file.getFileName() + ".new");
                    Files.writeString(fresh, ChecksummedFile.seal(Long.toString(position)));
                    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
