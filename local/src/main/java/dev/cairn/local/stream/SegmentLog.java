package dev.cairn.local.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Stores records on disk in segments that are named after their first position. Records are durable once {@link #force}
 * returns: they survive a kill -9 and a loss of power. A frame that was interrupted in the middle of a write, and was
 * therefore never confirmed, is truncated when the log is opened. Appending is for one thread at a time; forcing may
 * run concurrently.
 */
final class SegmentLog implements AutoCloseable {
    private static final long SEGMENT_BYTES = 16L << 20;
    private static final String SUFFIX = ".log";

    private final Path folder;
    private final long segmentBytes;
    private final TreeMap<Long, Path> segments = new TreeMap<>();
    private volatile FileChannel active;
    private long activeBytes;
    private long next = 1;

    // The active segment is set by open, the only caller.
    @SuppressWarnings("NullAway.Init")
    private SegmentLog(Path folder, long segmentBytes) throws IOException {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .forEach(file -> segments.put(firstPosition(file), file));
        }
    }

    /**
     * Opens the log and passes on every record after {@code after}.
     *
     * @param least a position that the next record comes after, whatever is left on disk
     * @throws IOException when a frame before the log's end is damaged, which a crash of this process cannot cause
     */
    static SegmentLog open(Path folder, long after, long least, Consumer<LoggedRecord> records) throws IOException {
        return open(folder, after, least, SEGMENT_BYTES, records);
    }

    static SegmentLog open(Path folder, long after, long least, long segmentBytes, Consumer<LoggedRecord> records)
            throws IOException {
        SegmentLog log = new SegmentLog(folder, segmentBytes);
        for (Map.Entry<Long, Path> segment : log.segments.entrySet()) {
            log.load(segment.getKey(), segment.getValue(), after, records);
        }
        log.next = Math.max(log.next, least + 1);
        log.active = log.segments.isEmpty() ? log.create() : log.reopen();
        return log;
    }

    /** The position of the next record to be appended. */
    long next() {
        return next;
    }

    /**
     * Writes the records, whose positions begin at {@link #next}; they are durable only once {@link #force} returns.
     */
    void append(List<LoggedRecord> records) throws IOException {
        if (activeBytes >= segmentBytes) {
            active.force(false);
            FileChannel full = active;
            active = create();
            full.close();
        }
        ByteBuffer frames =
                ByteBuffer.allocate(records.stream().mapToInt(Frame::bytes).sum());
        records.forEach(record -> Frame.write(record, frames));
        frames.flip();
        int size = frames.remaining();
        try {
            while (frames.hasRemaining()) {
                active.write(frames);
            }
        } catch (IOException full) {
            active.truncate(activeBytes).position(activeBytes);
            throw full;
        }
        activeBytes += size;
        next += records.size();
    }

    void force() throws IOException {
        FileChannel channel = active;
        try {
            channel.force(false);
        } catch (java.nio.channels.ClosedChannelException rotated) {
            active.force(false); // a full segment is forced before it is closed
        }
    }

    /** Deletes the segments that contain only records up to the position. */
    void deleteThrough(long position) {
        while (segments.size() > 1 && segments.higherKey(segments.firstKey()) <= position + 1) {
            try {
                Files.deleteIfExists(segments.pollFirstEntry().getValue());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        active.force(false);
        active.close();
    }

    private void load(long first, Path file, long after, Consumer<LoggedRecord> records) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        next = Math.max(next, first);
        while (true) {
            var record = Frame.read(bytes);
            if (record.isEmpty()) {
                break;
            }
            next = record.get().position() + 1;
            if (record.get().position() > after) {
                records.accept(record.get());
            }
        }
        activeBytes = bytes.position();
        if (bytes.hasRemaining() && !file.equals(segments.lastEntry().getValue())) {
            throw new IOException("the stream's file " + file + " is damaged at byte " + bytes.position()
                    + "; restore a copy of it, or start with another --data");
        }
    }

    private FileChannel reopen() throws IOException {
        FileChannel channel = FileChannel.open(segments.lastEntry().getValue(), StandardOpenOption.WRITE);
        channel.truncate(activeBytes).position(activeBytes);
        channel.force(true);
        return channel;
    }

    private FileChannel create() throws IOException {
        Path file = folder.resolve(String.format("%020d", next) + SUFFIX);
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        forceFolder();
        segments.put(next, file);
        activeBytes = 0;
        return channel;
    }

    private void forceFolder() {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException notEverywherePossible) {
            // some systems do not allow a folder to be opened; the file itself is forced in any case
        }
    }

    private static long firstPosition(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }

    /** For tests: the existing segments, oldest first. */
    List<Path> files() {
        return new ArrayList<>(segments.values());
    }
}
