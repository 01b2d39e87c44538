package dev.cairn.local.archive;

import java.time.Instant;
import java.util.List;

/** Writes records from the stream to the archive. */
@FunctionalInterface
public interface ArchiveWriter {

    /**
     * Writes records that arrived on the stream in the hour of {@code arrival}. When it returns, they are durable; when
     * it throws, some of them may be.
     *
     * @param position of the first record in the stream
     */
    void append(Instant arrival, long position, List<byte[]> records);
}
