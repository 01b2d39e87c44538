package dev.cairn.local.tables;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Checks SQLite's write-ahead log, which a killed process leaves behind. SQLite reads it up to the first frame that
 * does not match its checksum and silently drops the rest; this class reports that. Format: "WAL-mode File Format",
 * SQLite's documentation. Each frame's checksum continues the previous frame's.
 */
final class WriteAheadLog {
    private static final int HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;
    private static final int BIG_ENDIAN_SUMS = 0x377f0683;
    private static final int LITTLE_ENDIAN_SUMS = 0x377f0682;
    private static final int MAX_PAGE_BYTES = 1 << 16;

    private final ByteOrder order;
    private int first;
    private int second;

    private WriteAheadLog(ByteOrder order) {
        this.order = order;
    }

    /** What is wrong with the log; empty if it is intact or missing. */
    static Optional<String> faults(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return Optional.empty();
        }
        long size = Files.size(file);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            ByteBuffer header = read(in, HEADER_BYTES);
            int magic = header.remaining() < HEADER_BYTES ? 0 : header.getInt(0);
            WriteAheadLog log =
                    new WriteAheadLog(magic == BIG_ENDIAN_SUMS ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            if (magic != BIG_ENDIAN_SUMS && magic != LITTLE_ENDIAN_SUMS || !log.matches(header, HEADER_BYTES - 8)) {
                return Optional.of("its header cannot be read");
            }
            int pageBytes = header.getInt(8);
            if (pageBytes <= 0 || pageBytes > MAX_PAGE_BYTES) {
                return Optional.of("its header cannot be read");
            }
            return log.faults(in, header, pageBytes, (size - HEADER_BYTES) / (FRAME_HEADER_BYTES + pageBytes));
        }
    }

    /** A kill can leave an incomplete frame at the end; frames from an earlier cycle have different salts. */
    private Optional<String> faults(InputStream in, ByteBuffer header, int pageBytes, long frames) throws IOException {
        for (long frame = 0; frame < frames; frame++) {
            ByteBuffer head = read(in, FRAME_HEADER_BYTES);
            ByteBuffer page = read(in, pageBytes);
            boolean firstSalt = head.getInt(8) == header.getInt(16);
            boolean secondSalt = head.getInt(12) == header.getInt(20);
            if (!firstSalt && !secondSalt) {
                return Optional.empty();
            }
            add(head, 8);
            add(page, pageBytes);
            if (!firstSalt || !secondSalt || first != head.getInt(16) || second != head.getInt(20)) {
                return Optional.of("page " + (frame + 1) + " of " + frames + " does not match its checksum");
            }
        }
        return Optional.empty();
    }

    private boolean matches(ByteBuffer bytes, int length) {
        add(bytes, length);
        return first == bytes.getInt(length) && second == bytes.getInt(length + 4);
    }

    private void add(ByteBuffer bytes, int length) {
        ByteBuffer numbers = bytes.duplicate().order(order);
        for (int at = 0; at < length; at += 8) {
            first += numbers.getInt(at) + second;
            second += numbers.getInt(at + 4) + first;
        }
    }

    private static ByteBuffer read(InputStream in, int length) throws IOException {
        return ByteBuffer.wrap(in.readNBytes(length));
    }
}
