package dev.cairn.store;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes archive objects: newline-terminated records in GZIP, which may consist of several consecutive
 * members. Every member's checksum is verified before its first record is passed on. A damaged member is skipped; if
 * Cairn wrote it, at most {@link #MEMBER_RECORDS} records are lost. Cairn's records are single-line JSON; any other
 * record that contains a newline is read back in parts.
 */
public final class GzipRecords {
    /** More would compress slightly better, but a single wrong byte would lose more. */
    static final int MEMBER_RECORDS = 100;

    private GzipRecords() {}

    /**
     * The result of editing an object.
     *
     * @param object empty when no record is left
     */
    public record Edited(boolean changed, Optional<byte[]> object) {}

    /** Writes the records as GZIP members. */
    public static byte[] write(Iterable<byte[]> records) {
        Members members = new Members();
        records.forEach(members::add);
        return members.end();
    }

    /**
     * Reads the records lazily. The stream throws {@link UnreadableObjectException} after its last record when a part
     * of the object is damaged, or when the object ends early.
     *
     * @param key identifies the object in that exception
     */
    public static Stream<byte[]> read(String key, byte[] object) {
        GzipScan scan = GzipScan.of(object);
        if (scan.tornBytes() > 0 && !scan.isDamaged()) {
            return records(object, scan, new UnreadableObjectException(key, "it ends early"));
        }
        return records(object, scan, damage(key, scan));
    }

    /**
     * Like {@link #read}, but accepts an object that ends early because the process was killed while writing it.
     *
     * @param torn receives the number of bytes after the last complete member, if there are any
     */
    public static Stream<byte[]> readToTheTear(String key, byte[] object, Consumer<Integer> torn) {
        GzipScan scan = GzipScan.of(object);
        if (scan.tornBytes() > 0) {
            torn.accept(scan.tornBytes());
        }
        return records(object, scan, damage(key, scan));
    }

    /** Applies the edit to every record in order, then closes the stream. */
    public static Edited edit(Stream<byte[]> records, EventArchive.Edit edit) {
        Members members = new Members();
        boolean changed = false;
        boolean any = false;
        try (records) {
            for (Iterator<byte[]> each = records.iterator(); each.hasNext(); ) {
                byte[] before = each.next();
                Optional<byte[]> after = edit.edit(before.clone());
                changed |= after.isEmpty() || !Arrays.equals(before, after.get());
                if (after.isPresent()) {
                    any = true;
                    members.add(after.get());
                }
            }
        }
        return new Edited(changed, any ? Optional.of(members.end()) : Optional.empty());
    }

    private static @Nullable UnreadableObjectException damage(String key, GzipScan scan) {
        return scan.isDamaged() ? new UnreadableObjectException(key, scan.loss()) : null;
    }

    private static Stream<byte[]> records(byte[] object, GzipScan scan, @Nullable UnreadableObjectException damage) {
        Spliterator<byte[]> each = Spliterators.spliteratorUnknownSize(
                new GzipRecordReader(object, scan, damage), Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(each, false);
    }

    private static final class Members {
        private final ByteArrayOutputStream object = new ByteArrayOutputStream();
        private final ByteArrayOutputStream member = new ByteArrayOutputStream();
        private int records;

        void add(byte[] record) {
            member.writeBytes(record);
            member.write('\n');
            records++;
            if (records == MEMBER_RECORDS) {
                flush();
            }
        }

        byte[] end() {
            if (records > 0 || object.size() == 0) {
                flush();
            }
            return object.toByteArray();
        }

        private void flush() {
            object.writeBytes(GzipMember.write(member.toByteArray(), records));
            member.reset();
            records = 0;
        }
    }
}
