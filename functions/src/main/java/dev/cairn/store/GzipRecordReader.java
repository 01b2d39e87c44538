package dev.cairn.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the records of an archive object: the non-empty lines of its readable parts. After the last one it
 * throws {@link UnreadableObjectException} if a part could not be read. Not thread-safe.
 */
final class GzipRecordReader implements Iterator<byte[]> {
    private static final int BUFFER_BYTES = 1 << 16;

    private final byte[] object;
    private final Deque<GzipScan.Part> parts;
    private final @Nullable UnreadableObjectException damage;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private @Nullable InputStream in;
    private int position;
    private int limit;
    private boolean torn;
    private byte @Nullable [] next;

    /** @param damage thrown after the last record; null when nothing is damaged */
    GzipRecordReader(byte[] object, GzipScan scan, @Nullable UnreadableObjectException damage) {
        this.object = object;
        this.parts = new ArrayDeque<>(scan.readable());
        this.damage = damage;
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null || next.length == 0) {
                next = line();
                if (next == null && parts.isEmpty()) {
                    return end();
                }
                if (next == null) {
                    in = null; // the next part
                }
            }
            return true;
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged); // cannot happen: every part was read before
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

    private boolean end() {
        if (damage != null) {
            throw damage;
        }
        return false;
    }

    /** The next line of the part, or null at its end. */
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

    /** In a torn part, the text after the last newline is dropped. */
    private boolean fill() throws IOException {
        position = 0;
        limit = 0;
        try {
            if (in == null) {
                GzipScan.Part part = parts.poll();
                if (part == null) {
                    return false;
                }
                torn = part.torn();
                in = new GZIPInputStream(
                        new ByteArrayInputStream(object, part.start(), part.end() - part.start()), BUFFER_BYTES);
            }
            limit = Math.max(0, in.read(buffer));
        } catch (IOException early) {
            if (!torn) {
                throw early;
            }
        }
        return limit > 0;
    }
}
