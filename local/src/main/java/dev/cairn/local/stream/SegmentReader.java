package dev.cairn.local.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Reads the segments of a log, oldest first, and continues after damage. Each lost record is reported and replaced by a
 * placeholder that cannot be classified: it is quarantined and counted as such, so that the loss is visible and
 * positions have no gaps. Not thread-safe.
 */
final class SegmentReader {
    private static final String NOBODY = "damaged";

    private final long after;
    private final Consumer<LoggedRecord> records;
    private final Consumer<String> trouble;
    private long next = 1;
    private long oldest;
    private long newest;
    private boolean first = true;

    /** @param after the position of the last record that every reader is done with */
    SegmentReader(long after, Consumer<LoggedRecord> records, Consumer<String> trouble) {
        this.after = after;
        this.records = records;
        this.trouble = trouble;
    }

    /** The position after the last record read or lost. */
    long next() {
        return next;
    }

    /** The arrival time of the first record in the last segment read, in epoch milliseconds; 0 if it has none. */
    long oldest() {
        return oldest;
    }

    /**
     * Reads a segment that is not the last one.
     *
     * @param end the first position of the next segment
     */
    void read(long start, Path file, long end) throws IOException {
        ByteBuffer bytes = begin(start, file);
        int intact = records(bytes, file, end);
        long before = next;
        lost(file, intact, end - 1);
        if (before == next && intact < bytes.limit()) {
            report(file, intact, "the bytes from there to its end are in no record; nothing is lost");
        }
    }

    /**
     * Reads the last segment. The write of its last records may have been interrupted; they were never confirmed.
     *
     * @param end the position after the last record, if the log was closed cleanly
     * @return the number of bytes up to the end of the last intact record; -1 if records after it are lost
     */
    long readLast(long start, Path file, OptionalLong end) throws IOException {
        ByteBuffer bytes = begin(start, file);
        int intact = records(bytes, file, Long.MAX_VALUE);
        long before = next;
        lost(file, intact, end.orElse(next + wholeFrames(bytes, intact)) - 1);
        if (before < next) {
            return -1;
        }
        if (intact < bytes.limit()) {
            report(
                    file,
                    intact,
                    "the last " + (bytes.limit() - intact) + " bytes are not a complete record and were cut off. "
                            + (end.isPresent()
                                    ? "Nothing is lost"
                                    : "A kill in the middle of a write leaves such an end, and what was being written"
                                            + " had not been acknowledged; if there was no kill, at least one record is"
                                            + " lost"));
        }
        return intact;
    }

    private ByteBuffer begin(long start, Path file) throws IOException {
        if (first) {
            next = Math.max(next, start); // earlier segments were deleted
            first = false;
        }
        oldest = 0;
        newest = newest == 0 ? Files.getLastModifiedTime(file).toMillis() : newest;
        return ByteBuffer.wrap(Files.readAllBytes(file));
    }

    /** Passes on the records before a position. Returns the end of the last intact one. */
    private int records(ByteBuffer bytes, Path file, long end) {
        int intact = 0;
        while (bytes.hasRemaining()) {
            Optional<LoggedRecord> record = Frame.read(bytes);
            if (record.isEmpty()) {
                int resumed = Frame.nextIntact(bytes, bytes.position());
                if (resumed < 0) {
                    break;
                }
                bytes.position(resumed);
            } else {
                // A record that could not be forced to disk is also in the next segment.
                if (record.get().position() < end && record.get().position() >= next) {
                    lost(file, intact, record.get().position() - 1);
                    pass(record.get());
                }
                intact = bytes.position();
            }
        }
        return intact;
    }

    private void pass(LoggedRecord record) {
        newest = record.arrivedAt();
        oldest = oldest == 0 ? newest : oldest;
        next = record.position() + 1;
        if (record.position() > after) {
            records.accept(record);
        }
    }

    /** The number of complete but damaged frames from here on. */
    private static int wholeFrames(ByteBuffer bytes, int from) {
        int frames = 0;
        for (int start = from; Frame.isWhole(bytes, start); start = Frame.end(bytes, start)) {
            frames++;
        }
        return frames;
    }

    private void lost(Path file, int at, long last) {
        if (last < next) {
            return;
        }
        long unread = last - Math.max(next - 1, after);
        if (unread > 0) {
            report(
                    file,
                    at,
                    unread + (unread == 1 ? " record that was" : " records that were")
                            + " not yet classified or not yet archived cannot be read and "
                            + (unread == 1 ? "is" : "are") + " lost, each with one or more events; the quarantine"
                            + " of site - lists them. ./cairn rebuild brings back those that were archived");
        } else {
            report(file, at, "nothing is lost: the records there were classified and archived before");
        }
        for (; next <= last; next++) {
            if (next > after) {
                records.accept(placeholder(file, at));
            }
        }
    }

    private LoggedRecord placeholder(Path file, int at) {
        ObjectNode data = Json.MAPPER.createObjectNode();
        data.put("damaged", String.valueOf(file.getFileName())).put("byte", at).put("position", next);
        return new LoggedRecord(next, newest, NOBODY, data.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void report(Path file, int at, String consequence) {
        trouble.accept("the stream's file " + file + " is damaged after byte " + at + ": " + consequence);
    }
}
