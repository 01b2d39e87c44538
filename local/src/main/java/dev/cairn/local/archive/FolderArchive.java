package dev.cairn.local.archive;

import dev.cairn.store.ArchiveKeys;
import dev.cairn.store.EventArchive;
import dev.cairn.store.GzipRecords;
import dev.cairn.store.UnreadableObjectException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The archive in a folder, with a file for each object, named as in S3. The file of the current hour grows by one GZIP
 * member with each append. A process never appends to an earlier process's file: if that process was killed, the end of
 * the file may be torn, and the records after the tear are in a later file (see {@link ArchiveDelivery}). For one
 * process at a time; thread-safe.
 */
public final class FolderArchive implements EventArchive, ArchiveWriter {
    private static final String SUFFIX = ".gz";
    private static final long OBJECT_BYTES = 32L << 20;

    private record Growing(String hour, String key) {}

    private final Path folder;
    private final Consumer<String> trouble;
    private @Nullable Growing growing;

    public FolderArchive(Path folder) {
        this(folder, System.err::println);
    }

    /** @param trouble receives a message about each damaged or torn file that is read */
    public FolderArchive(Path folder, Consumer<String> trouble) {
        this.folder = folder.toAbsolutePath().normalize();
        this.trouble = trouble;
    }

    @Override
    public List<String> list(Instant from, Instant to) {
        return keys().stream().filter(key -> ArchiveKeys.mayHold(key, from, to)).toList();
    }

    @Override
    public Stream<byte[]> read(String key) {
        try {
            return GzipRecords.readToTheTear(
                    key,
                    Files.readAllBytes(path(key)),
                    bytes -> trouble.accept("the archive's file " + path(key) + " ends with " + bytes
                            + " bytes that are not complete. A kill in the middle of a write leaves such an end, and what"
                            + " was being written is in a later file, too; if there was no kill, records are lost"));
        } catch (NoSuchFileException gone) {
            return Stream.empty();
        } catch (IOException e) {
            throw new UnreadableObjectException(key, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public synchronized boolean rewrite(String key, Edit edit) {
        GzipRecords.Edited edited = GzipRecords.edit(read(key), edit);
        if (!edited.changed()) {
            return false;
        }
        try {
            if (edited.object().isEmpty()) {
                Files.deleteIfExists(path(key));
                return true;
            }
            Path fresh = path(key).resolveSibling(path(key).getFileName() + ".new");
            Files.deleteIfExists(fresh);
            write(fresh, edited.object().get());
            Files.move(fresh, path(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Duration> retention() {
        return Optional.empty();
    }

    @Override
    public synchronized int deleteBefore(Instant before) {
        String end = ArchiveKeys.prefix(before);
        List<String> old = keys().stream().filter(key -> key.compareTo(end) < 0).toList();
        try {
            for (String key : old) {
                Files.deleteIfExists(path(key));
                deleteEmptyFolders(path(key));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return old.size();
    }

    @Override
    public synchronized void append(Instant arrival, long position, List<byte[]> records) {
        try {
            Growing object = object(arrival, position);
            growing = null; // if this fails, the end of the file is in an unknown state
            append(path(object.key()), GzipRecords.write(records));
            growing = Files.size(path(object.key())) < OBJECT_BYTES ? object : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Growing object(Instant arrival, long position) throws IOException {
        String hour = ArchiveKeys.prefix(arrival);
        if (growing != null && growing.hour().equals(hour)) {
            return growing;
        }
        Files.createDirectories(folder.resolve(hour));
        String name = hour + String.format("%020d", position);
        String key = name + SUFFIX;
        for (int i = 1; Files.exists(path(key)); i++) {
            key = name + "-" + i + SUFFIX;
        }
        return new Growing(hour, key);
    }

    /** Truncates a partial write after a failure, since writes to a full disk are retried every few seconds. */
    private static void append(Path file, byte[] bytes) throws IOException {
        long before = Files.exists(file) ? Files.size(file) : 0;
        try {
            write(file, bytes);
        } catch (IOException full) {
            cutOff(file, before);
            throw full;
        }
    }

    private static void cutOff(Path file, long length) throws IOException {
        if (length == 0) {
            Files.deleteIfExists(file);
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Set<StandardOpenOption> appending = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        try (FileChannel channel = FileChannel.open(file, appending)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private List<String> keys() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(key ->
                            key.endsWith(SUFFIX) && ArchiveKeys.hourOf(key).isPresent())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path path(String key) {
        Path path = folder.resolve(key).normalize();
        if (ArchiveKeys.hourOf(key).isEmpty() || !path.startsWith(folder.resolve(ArchiveKeys.ROOT))) {
            throw new IllegalArgumentException("not a key of the archive: " + key);
        }
        return path;
    }

    private void deleteEmptyFolders(Path deleted) throws IOException {
        Path empty = deleted.getParent();
        while (empty != null && !empty.equals(folder)) {
            try (Stream<Path> left = Files.list(empty)) {
                if (left.findAny().isPresent()) {
                    return;
                }
            }
            Files.deleteIfExists(empty);
            empty = empty.getParent();
        }
    }
}
