package dev.cairn.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder of {@code --data} and the locations in it. Only one process at a time may use it. */
record DataFolder(Path folder, FileChannel lock) implements AutoCloseable {
    /** A file that is added to new tables once they are complete. */
    private static final String WHOLE = "whole";

    /** Throws {@link IOException}, with a sentence for the user, when another process uses the folder. */
    static DataFolder open(Path named) throws IOException {
        Path folder = named.toAbsolutePath().normalize();
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!tryLock(channel)) {
            channel.close();
            throw new IOException("another ./cairn local is running on " + folder + "; stop it, or use another --data");
        }
        return new DataFolder(folder, channel);
    }

    Path secrets() {
        return folder.resolve("secrets.json");
    }

    Path tables() throws IOException {
        Path tables = folder.resolve("tables");
        if (!Files.exists(tables) && Files.exists(newTables().resolve(WHOLE))) {
            Files.move(newTables(), tables); // a rebuild was stopped at its very end
        }
        return Files.createDirectories(tables);
    }

    /** Where tables are built that will replace the current ones. */
    Path newTables() {
        return folder.resolve("tables-new");
    }

    /** Replaces the tables with the new ones, and returns the path at which the old ones are kept. */
    Path replaceTables(String suffix) throws IOException {
        Files.createFile(newTables().resolve(WHOLE));
        Path before = folder.resolve("tables-before-" + suffix);
        Files.move(folder.resolve("tables"), before);
        tables();
        return before;
    }

    Path stream() {
        return folder.resolve("stream");
    }

    Path checkpoint() {
        return folder.resolve("checkpoint");
    }

    Path archive() {
        return folder.resolve("archive");
    }

    Path archiveCheckpoint() {
        return folder.resolve("archive-checkpoint");
    }

    Path failed() {
        return folder.resolve("failed");
    }

    Path demo() {
        return folder.resolve("demo.json");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException thisProcess) {
            return false;
        }
    }
}
