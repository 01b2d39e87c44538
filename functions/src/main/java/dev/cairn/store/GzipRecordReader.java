package dev.cairn.store;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Iterates over the lines of a GZIP stream as bytes, skipping empty lines. Not thread-safe. */
final class GzipRecordReader implements Iterator<byte[]>, AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream source;
    private final boolean mayBeTorn;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private @Nullable InputStream in;
    private int position;
    private int limit;
    private boolean torn;
    private byte @Nullable [] next;

    /**
     * @param mayBeTorn whether a premature end of the stream is accepted; the text after the last newline is then
     *     dropped
     */
    GzipRecordReader(InputStream source, boolean mayBeTorn) {
        this.source = source;
        this.mayBeTorn = mayBeTorn;
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null || next.length == 0) {
                next = line();
                if (next == null) {
                    return false;
                }
            }
            return true;
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    @Override
    public byte[] next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        byte[] line = next;
        next = null;
        return line;
    }

    @Override
    public void close() {
        try {
            source.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line, or null at the end. */
    private byte @Nullable [] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (position < limit || fill()) {
            int from = position;
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            line.write(buffer, from, position - from);
            if (position < limit) {
                position++;
                return line.toByteArray();
            }
        }
        return line.size() == 0 || torn ? null : line.toByteArray();
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = 0;
        try {
            if (in == null) {
                in = GzipRecords.inflated(source);
            }
            limit = Math.max(0, in.read(buffer));
        } catch (EOFException early) {
            if (!mayBeTorn) {
                throw early;
            }
            torn = true;
        }
        return limit > 0;
    }
}
