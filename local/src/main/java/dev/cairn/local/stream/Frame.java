package dev.cairn.local.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The format of a record on disk: payload length (4 bytes), CRC-32C of the payload (4 bytes), payload (position,
 * arrival, length of the key, key, data).
 */
final class Frame {
    static final int HEADER_BYTES = 8;
    private static final int FIXED_BYTES = 8 + 8 + 2;

    private Frame() {}

    static int bytes(LoggedRecord record) {
        return HEADER_BYTES
                + FIXED_BYTES
                + record.partitionKey().getBytes(StandardCharsets.UTF_8).length
                + record.data().length;
    }

    static void write(LoggedRecord record, ByteBuffer out) {
        byte[] key = record.partitionKey().getBytes(StandardCharsets.UTF_8);
        int length = FIXED_BYTES + key.length + record.data().length;
        int header = out.position();
        out.putInt(length).putInt(0);
        out.putLong(record.position())
                .putLong(record.arrivedAt())
                .putShort((short) key.length)
                .put(key)
                .put(record.data());
        out.putInt(header + 4, checksum(out.slice(header + HEADER_BYTES, length)));
    }

    /** Reads the next record; empty, with the buffer's position unchanged, if no complete and intact frame follows. */
    static Optional<LoggedRecord> read(ByteBuffer in) {
        int start = in.position();
        if (!isWhole(in, start) || !isIntact(in, start)) {
            return Optional.empty();
        }
        int end = end(in, start);
        in.position(start + HEADER_BYTES);
        long position = in.getLong();
        long arrivedAt = in.getLong();
        byte[] key = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(key);
        byte[] data = new byte[end - in.position()];
        in.get(data);
        return Optional.of(new LoggedRecord(position, arrivedAt, new String(key, StandardCharsets.UTF_8), data));
    }

    /** The start of the first intact frame after {@code from}; -1 if there is none. */
    static int nextIntact(ByteBuffer in, int from) {
        for (int start = from + 1; start <= in.limit() - HEADER_BYTES - FIXED_BYTES; start++) {
            // Text is never mistaken for a length: four letters are a number larger than any file.
            if (isWhole(in, start) && isIntact(in, start)) {
                return start;
            }
        }
        return -1;
    }

    /** Whether the buffer has as many bytes as the frame's header says, intact or not. */
    static boolean isWhole(ByteBuffer in, int start) {
        int left = in.limit() - start - HEADER_BYTES;
        return left >= FIXED_BYTES && in.getInt(start) >= FIXED_BYTES && in.getInt(start) <= left;
    }

    /** The end of a frame for which {@link #isWhole} is true. */
    static int end(ByteBuffer in, int start) {
        return start + HEADER_BYTES + in.getInt(start);
    }

    private static boolean isIntact(ByteBuffer in, int start) {
        return checksum(in.slice(start + HEADER_BYTES, in.getInt(start))) == in.getInt(start + 4);
    }

    private static int checksum(ByteBuffer payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue();
    }
}
