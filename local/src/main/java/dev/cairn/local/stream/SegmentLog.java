package dev.cairn.local.stream;

import dev.cairn.local.ChecksummedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Stores records on disk in segments that are named after their first position. Records are durable once {@link #force}
 * returns: they survive a kill -9 and a loss of power. A partly written frame, which was never confirmed, is truncated
 * when the log is opened; damage is reported ({@link SegmentReader}). A segment ends when it reaches a size or an age.
 * One thread at a time may append; forcing may run concurrently.
 */
final class SegmentLog implements AutoCloseable {
    /** Limits how long raw events stay on a quiet machine, where a segment takes a long time to fill. */
    static final Duration SEGMENT_AGE = Duration.ofHours(1);

    private static final long SEGMENT_BYTES = 4L << 20;
    private static final String SUFFIX = ".log";

    private final Path folder;
    private final long segmentBytes;
    private final Consumer<String> trouble;
    private final TreeMap<Long, Path> segments = new TreeMap<>();
    private volatile FileChannel active;
    private long activeBytes;
    private long activeSince;
    private volatile boolean doubtful;
    private long next = 1;

    // The active segment is set by open, the only caller.
    @SuppressWarnings("NullAway.Init")
    private SegmentLog(Path folder, long segmentBytes, Consumer<String> trouble) throws IOException {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        this.trouble = trouble;
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .forEach(file -> segments.put(firstPosition(file), file));
        }
    }

    /**
     * Opens the log and passes on every record after {@code after}.
     *
     * @param least a lower bound: the next record's position is greater, whatever is left on disk
     * @param trouble receives a message for each damaged place, with the file and what is lost
     */
    static SegmentLog open(
            Path folder, long after, long least, Consumer<LoggedRecord> records, Consumer<String> trouble)
            throws IOException {
        return open(folder, after, least, SEGMENT_BYTES, records, trouble);
    }

    static SegmentLog open(
            Path folder,
            long after,
            long least,
            long segmentBytes,
            Consumer<LoggedRecord> records,
            Consumer<String> trouble)
            throws IOException {
        SegmentLog log = new SegmentLog(folder, segmentBytes, trouble);
        log.load(new SegmentReader(after, records, trouble), least);
        Files.deleteIfExists(log.end());
        return log;
    }

    /** The position of the next record to be appended. */
    long next() {
        return next;
    }

    /**
     * Writes the records, whose positions start at {@link #next}; they are durable only once {@link #force} returns.
     */
    void append(List<LoggedRecord> records) throws IOException {
        long now = records.getFirst().arrivedAt();
        if (activeBytes >= segmentBytes || isOld(now)) {
            endSegment();
        }
        write(records);
        activeSince = activeSince == 0 ? now : activeSince;
        next += records.size();
    }

    /**
     * Whether the active segment has records and is an hour old. Setting the clock back by an hour also makes it old.
     */
    boolean isOld(long now) {
        return activeSince != 0 && Math.abs(now - activeSince) >= SEGMENT_AGE.toMillis();
    }

    /** Ends the active segment, if it has any records, so that it can be deleted once they are read. */
    void endSegment() throws IOException {
        if (activeBytes == 0) {
            return;
        }
        forceActive();
        FileChannel full = active;
        active = create();
        full.close();
    }

    void force() throws IOException {
        FileChannel channel = active;
        try {
            forceActive();
        } catch (java.nio.channels.ClosedChannelException rotated) {
            if (channel == active) {
                throw rotated;
            }
            forceActive(); // a full segment is forced before it is closed
        }
    }

    /** Never retried after a failure: a retry could succeed without the records being on disk. */
    private void forceActive() throws IOException {
        if (doubtful) {
            throw new IOException("an earlier write could not be forced to disk");
        }
        try {
            active.force(false);
        } catch (java.nio.channels.ClosedChannelException rotated) {
            throw rotated;
        } catch (IOException failed) {
            doubtful = true;
            throw failed;
        }
    }

    /**
     * Recovers from a failed force: rewrites the unconfirmed records to a new segment, and forces that. Earlier
     * segments were forced when they ended.
     *
     * @param unconfirmed all unconfirmed records, up to the last one appended
     */
    void writeAgain(List<LoggedRecord> unconfirmed) throws IOException {
        long end = next;
        FileChannel before = active;
        List<LoggedRecord> again = unconfirmed.stream()
                .filter(record -> record.position() >= segments.lastKey())
                .toList();
        next = again.isEmpty() ? end : again.getFirst().position();
        try {
            active = create();
            write(again);
            active.force(false);
            doubtful = false;
        } finally {
            next = end;
        }
        before.close();
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

    /** Also stores where the log ends, so that the next start detects missing records at the end. */
    @Override
    public void close() throws IOException {
        active.force(false);
        active.close();
        Files.writeString(end(), ChecksummedFile.seal(Long.toString(next)));
    }

    private void load(SegmentReader reader, long least) throws IOException {
        OptionalLong end = readEnd();
        long intact = -1;
        for (Map.Entry<Long, Path> segment : segments.entrySet()) {
            Long following = segments.higherKey(segment.getKey());
            if (following == null) {
                intact = reader.readLast(segment.getKey(), segment.getValue(), end);
            } else {
                reader.read(segment.getKey(), segment.getValue(), following);
            }
        }
        next = Math.max(reader.next(), least + 1);
        if (intact < 0) {
            active = create(); // the damaged segment stays as it is until its records are read
        } else {
            activeBytes = intact;
            activeSince = reader.oldest();
            active = reopen();
        }
    }

    private void write(List<LoggedRecord> records) throws IOException {
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
            cutOff(activeBytes);
            throw full;
        }
        activeBytes += size;
    }

    private void cutOff(long length) {
        try {
            active.truncate(length).position(length);
        } catch (IOException alsoBroken) {
            doubtful = true;
        }
    }

    /** Whether the active segment's content is unknown, until {@link #writeAgain}. */
    boolean isDoubtful() {
        return doubtful;
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
        activeSince = 0;
        return channel;
    }

    private void forceFolder() {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException notEverywherePossible) {
            // some systems cannot open a folder; the file itself is forced in any case
        }
    }

    /** The position after the last record; empty when the process that wrote it was killed. */
    private OptionalLong readEnd() throws IOException {
        if (!Files.exists(end())) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(ChecksummedFile.read(end()).strip()));
        } catch (ChecksummedFile.DamagedException | NumberFormatException damaged) {
            trouble.accept("the file " + end() + " is damaged; it says only where the stream ends: nothing is lost");
            return OptionalLong.empty();
        }
    }

    private Path end() {
        return folder.resolve("end");
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
