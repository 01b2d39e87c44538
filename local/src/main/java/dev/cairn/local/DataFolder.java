package dev.cairn.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The {@code --data} folder and the paths in it. Only one process at a time may use it, and other users of the machine
 * may not read it.
 */
record DataFolder(Path folder, FileChannel lock) implements AutoCloseable {
    /** A marker file, added to new tables once they are complete. */
    private static final String WHOLE = "whole";

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    /** As {@link #open(Path, Consumer)}, printing the messages. */
    static DataFolder open(Path named) throws IOException {
        return open(named, System.err::println);
    }

    /**
     * Throws {@link IOException}, with a message for the user, when another process uses the folder.
     *
     * @param trouble receives a message if other users could read the folder until now
     */
    static DataFolder open(Path named, Consumer<String> trouble) throws IOException {
        Path folder = named.toAbsolutePath().normalize();
        boolean fresh = !Files.exists(folder);
        Files.createDirectories(folder);
        close(folder, fresh, trouble);
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
            Files.move(newTables(), tables); // a rebuild was interrupted just before it finished
        }
        return Files.createDirectories(tables);
    }

    /** Where the tables that will replace the current ones are built. */
    Path newTables() {
        return folder.resolve("tables-new");
    }

    /** Where a rebuild temporarily copies damaged tables. */
    Path salvagedTables() {
        return folder.resolve("tables-salvaged");
    }

    /** Where the other engine's tables are moved before they are deleted. */
    Path convertedTables() {
        return folder.resolve("tables-converted");
    }

    /** Where a rebuild keeps the old tables. */
    Path tablesBefore(String suffix) {
        return folder.resolve("tables-before-" + suffix);
    }

    /** Replaces the tables with the new ones, and moves the old ones elsewhere in this folder. */
    void replaceTables(Path before) throws IOException {
        Files.createFile(newTables().resolve(WHOLE));
        Files.move(folder.resolve("tables"), before);
        tables();
    }

    /** Deletes a folder of tables with everything in it, if it exists. */
    static void delete(Path tables) throws IOException {
        if (!Files.exists(tables)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tables)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
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

    Path notices() {
        return folder.resolve("notices");
    }

    Path demo() {
        return folder.resolve("demo.json");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    /** Denies other users access to the folder. A folder that was not created for Cairn is only reported. */
    private static void close(Path folder, boolean fresh, Consumer<String> trouble) throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(folder);
        if (OWNER.containsAll(before)) {
            return;
        }
        String was = "other users of this machine could read the data folder " + folder + " ("
                + PosixFilePermissions.toString(before) + ")";
        if (!fresh && !isOurs(folder)) {
            trouble.accept(was + "; close it to them: chmod 700 " + folder);
            return;
        }
        Files.setPosixFilePermissions(folder, OWNER);
        if (!fresh) {
            trouble.accept(was + "; now only its owner can (rwx------)");
        }
    }

    private static boolean isOurs(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty() || Files.exists(folder.resolve("lock"));
        }
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
