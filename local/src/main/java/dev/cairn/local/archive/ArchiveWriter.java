package dev.cairn.local.archive;

import java.time.Instant;
import java.util.List;

/** Writes to the archive what the delivery read from the stream. */
@FunctionalInterface
public interface ArchiveWriter {

    /**
     * Writes records that arrived on the stream in the hour of {@code arrival}. When it returns, they are durable in
     * the archive; when it throws, some of them may be.
     *
     * @param position of the first of them in the stream
     */
    void append(Instant arrival, long position, List<byte[]> records);
}
