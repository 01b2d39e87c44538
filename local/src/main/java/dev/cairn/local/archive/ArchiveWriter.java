package dev.cairn.local.archive;

import java.time.Instant;
import java.util.List;

/** Where the delivery puts what it read from the stream. */
@FunctionalInterface
public interface ArchiveWriter {

    /**
     * Writes records that came to the stream in the hour of {@code arrival}. When it returns they are in the archive for
     * good; when it throws, some may be.
     *
     * @param position of the first of them in the stream
     */
    void append(Instant arrival, long position, List<byte[]> records);
}
