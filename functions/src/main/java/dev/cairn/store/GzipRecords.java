package dev.cairn.store;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * An object of the archive: records, each with a newline behind it, in GZIP, which may have several members one behind
 * the other. A record of ours is JSON on one line; of what else is on the stream, something with a newline in it comes
 * back in parts.
 */
public final class GzipRecords {
    private static final int BUFFER_BYTES = 1 << 16;

    private GzipRecords() {}

    /**
     * What an edit leaves of an object.
     *
     * @param object empty when no record is left
     */
    public record Edited(boolean changed, Optional<byte[]> object) {}

    /** One member with these records. */
    public static byte[] write(Iterable<byte[]> records) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes, BUFFER_BYTES)) {
            for (byte[] record : records) {
                out.write(record);
                out.write('\n');
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }

    /**
     * The records, each read when it is asked for. Throws {@link UncheckedIOException} where the object is damaged or
     * ends early. To be closed, which closes {@code in}.
     */
    public static Stream<byte[]> read(InputStream in) {
        return read(in, false);
    }

    /** As {@link #read}, but an object may end early: what somebody was writing when the process was killed. */
    public static Stream<byte[]> readToTheTear(InputStream in) {
        return read(in, true);
    }

    /** Reads the records to the end, as the edit goes on, and closes them. */
    public static Edited edit(Stream<byte[]> records, EventArchive.Edit edit) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean changed = false;
        boolean any = false;
        try (records;
                GZIPOutputStream out = new GZIPOutputStream(bytes, BUFFER_BYTES)) {
            for (Iterator<byte[]> each = records.iterator(); each.hasNext(); ) {
                byte[] before = each.next();
                Optional<byte[]> after = edit.edit(before.clone());
                changed |= after.isEmpty() || !Arrays.equals(before, after.get());
                if (after.isPresent()) {
                    any = true;
                    out.write(after.get());
                    out.write('\n');
                }
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return new Edited(changed, any ? Optional.of(bytes.toByteArray()) : Optional.empty());
    }

    private static Stream<byte[]> read(InputStream in, boolean mayBeTorn) {
        GzipRecordReader lines = new GzipRecordReader(in, mayBeTorn);
        Spliterator<byte[]> each =
                Spliterators.spliteratorUnknownSize(lines, Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(each, false).onClose(lines::close);
    }

    /** A byte stream of no byte at all is no GZIP; a torn file may be one. */
    static InputStream inflated(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, BUFFER_BYTES);
        buffered.mark(1);
        if (buffered.read() < 0) {
            return InputStream.nullInputStream();
        }
        buffered.reset();
        return new GZIPInputStream(buffered, BUFFER_BYTES);
    }
}
