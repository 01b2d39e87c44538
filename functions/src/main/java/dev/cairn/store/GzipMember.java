package dev.cairn.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A member of a GZIP object (RFC 1952). Members written by Cairn give their length and record count in the header's
 * extra field, which other readers skip. Reading can therefore continue after a damaged member, and the number of lost
 * records is known. Members written by Firehose or by the previous version have no such field. GZIP's CRC-32 is the
 * checksum of the records.
 *
 * @param state the result of reading it to its end
 * @param end where it ends, or where the object ends if that is unknown
 * @param records the record count in its header; -1 if absent
 */
record GzipMember(State state, int start, int end, long records) {

    enum State {
        /** It inflates and its checksum is correct. */
        INTACT,
        /** The object ends before the member does. */
        TORN,
        DAMAGED
    }

    static final int UNKNOWN = -1;

    private static final int MAGIC = 0x1f8b08;
    private static final int FIXED_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    /** The subfield "CA": two 4-byte numbers, the member's length and its record count. */
    private static final short SUBFIELD = 'C' | ('A' << 8);

    private static final int SUBFIELD_BYTES = 8;
    private static final int EXTRA_BYTES = 2 + 4 + SUBFIELD_BYTES;
    private static final int BUFFER_BYTES = 1 << 16;

    /** Builds a member from these bytes, which contain this many records. */
    static byte[] write(byte[] plain, int records) {
        byte[] deflated = deflated(plain);
        int length = FIXED_BYTES + EXTRA_BYTES + deflated.length + TRAILER_BYTES;
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 0x1f).put((byte) 0x8b).put((byte) 8).put((byte) EXTRA);
        out.putInt(0).put((byte) 0).put((byte) 0xff);
        out.putShort((short) (4 + SUBFIELD_BYTES)).putShort(SUBFIELD).putShort((short) SUBFIELD_BYTES);
        out.putInt(length).putInt(records);
        out.put(deflated);
        out.putInt(checksum(plain)).putInt(plain.length);
        return out.array();
    }

    /** Reads the whole member that begins at {@code start}. */
    static GzipMember read(byte[] object, int start) {
        ByteBuffer in = ByteBuffer.wrap(object).order(ByteOrder.LITTLE_ENDIAN).position(start);
        Header header = Header.read(object, in);
        if (!header.valid()) {
            return new GzipMember(isCutOff(object, start) ? State.TORN : State.DAMAGED, start, object.length, UNKNOWN);
        }
        Inflating inflated = inflate(object, in);
        if (inflated.state() == State.INTACT) {
            return new GzipMember(State.INTACT, start, inflated.end(), header.records());
        }
        long end = start + (long) header.length();
        boolean named = header.length() > 0;
        if (named && end <= object.length) {
            return new GzipMember(State.DAMAGED, start, (int) end, header.records());
        }
        return new GzipMember(named ? State.TORN : inflated.state(), start, object.length, header.records());
    }

    static boolean mayStartAt(byte[] object, int start) {
        return start + 2 < object.length
                && ((object[start] & 0xff) << 16 | (object[start + 1] & 0xff) << 8 | object[start + 2] & 0xff) == MAGIC;
    }

    /** Whether only the beginning of a header is left, or only zeros, as after a power failure. */
    private static boolean isCutOff(byte[] object, int start) {
        boolean zeros = true;
        for (int i = start; i < object.length; i++) {
            zeros &= object[i] == 0;
        }
        byte[] magic = {0x1f, (byte) 0x8b, 8};
        boolean beginning = true;
        for (int i = 0; i < magic.length && start + i < object.length; i++) {
            beginning &= object[start + i] == magic[i];
        }
        return zeros || beginning && object.length - start < FIXED_BYTES + EXTRA_BYTES;
    }

    /** @param length of the member; 0 if the header does not state it */
    private record Header(boolean valid, int length, long records) {
        private static final Header NONE = new Header(false, 0, UNKNOWN);

        /** Leaves the buffer positioned after the header. */
        static Header read(byte[] object, ByteBuffer in) {
            int start = in.position();
            if (in.remaining() < FIXED_BYTES || !mayStartAt(object, start)) {
                return NONE;
            }
            int flags = in.get(start + 3) & 0xff;
            in.position(start + FIXED_BYTES);
            Header header = new Header(true, 0, UNKNOWN);
            if ((flags & EXTRA) != 0) {
                int size = in.remaining() < 2 ? Integer.MAX_VALUE : Short.toUnsignedInt(in.getShort());
                if (size > in.remaining()) {
                    return NONE;
                }
                if (size == 4 + SUBFIELD_BYTES && in.getShort(in.position()) == SUBFIELD) {
                    header = new Header(true, in.getInt(in.position() + 4), in.getInt(in.position() + 8));
                }
                in.position(in.position() + size);
            }
            boolean whole = (flags & RESERVED) == 0
                    && ((flags & NAME) == 0 || skipText(in))
                    && ((flags & COMMENT) == 0 || skipText(in))
                    && ((flags & HEADER_CHECKSUM) == 0 || skip(in, 2));
            return whole ? header : NONE;
        }

        private static boolean skipText(ByteBuffer in) {
            while (in.hasRemaining()) {
                if (in.get() == 0) {
                    return true;
                }
            }
            return false;
        }

        private static boolean skip(ByteBuffer in, int bytes) {
            boolean there = in.remaining() >= bytes;
            in.position(in.position() + Math.min(bytes, in.remaining()));
            return there;
        }
    }

    private record Inflating(State state, int end) {}

    private static Inflating inflate(byte[] object, ByteBuffer in) {
        Inflater inflater = new Inflater(true);
        try {
            int begin = in.position();
            inflater.setInput(object, begin, in.remaining());
            CRC32 crc = new CRC32();
            byte[] buffer = new byte[BUFFER_BYTES];
            while (!inflater.finished()) {
                int length = inflater.inflate(buffer);
                crc.update(buffer, 0, length);
                if (length == 0 && !inflater.finished()) {
                    return new Inflating(inflater.needsInput() ? State.TORN : State.DAMAGED, in.limit());
                }
            }
            int trailer = begin + (int) inflater.getBytesRead();
            if (in.limit() - trailer < TRAILER_BYTES) {
                return new Inflating(State.TORN, in.limit());
            }
            boolean right = in.getInt(trailer) == (int) crc.getValue()
                    && in.getInt(trailer + 4) == (int) inflater.getBytesWritten();
            return new Inflating(right ? State.INTACT : State.DAMAGED, trailer + TRAILER_BYTES);
        } catch (DataFormatException damaged) {
            return new Inflating(State.DAMAGED, in.limit());
        } finally {
            inflater.end();
        }
    }

    private static byte[] deflated(byte[] plain) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 4 + 64);
            byte[] buffer = new byte[BUFFER_BYTES];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static int checksum(byte[] plain) {
        CRC32 crc = new CRC32();
        crc.update(plain);
        return (int) crc.getValue();
    }
}
