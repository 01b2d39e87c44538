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
 * Reads and writes archive objects: newline-terminated records in GZIP, which may consist of several consecutive
 * members. Cairn's own records are JSON on one line; a foreign record that contains a newline is read back in parts.
 */
public final class GzipRecords {
    private static final int BUFFER_BYTES = 1 << 16;

    private GzipRecords() {}

    /**
     * The result of editing an object.
     *
     * @param object empty when no record is left
     */
    public record Edited(boolean changed, Optional<byte[]> object) {}

    /** Writes the records as one GZIP member. */
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
     * Reads the records lazily. Throws {@link UncheckedIOException} when the object is damaged or ends early. The
     * caller closes the returned stream, which closes {@code in}.
     */
    public static Stream<byte[]> read(InputStream in) {
        return read(in, false);
    }

    /** Like {@link #read}, but accepts an object that ends early because the process was killed while writing it. */
    public static Stream<byte[]> readToTheTear(InputStream in) {
        return read(in, true);
    }

    /** Applies the edit to every record in order, then closes the stream. */
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

    /** Empty input is not valid GZIP, but a torn file may be empty. */
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
