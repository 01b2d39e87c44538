package dev.cairn.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The format of small files in a data folder: text, followed by a line with the CRC-32C of the preceding bytes. A file
 * without that line was written by an earlier version and is read unchecked (R8).
 */
public final class ChecksummedFile {
    private static final String MARK = "\ncrc32c=";

    private ChecksummedFile() {}

    /** The checksum of a file does not match its content. The message names the file. */
    public static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedException(Path file) {
            super("the file " + file + " is damaged: its content does not match its checksum");
        }
    }

    /** The file content for this text. */
    public static String seal(String text) {
        return text + MARK + checksum(text.getBytes(StandardCharsets.UTF_8)) + "\n";
    }

    /** Reads the text of a file. Throws {@link DamagedException} when it does not match its checksum. */
    public static String read(Path file) throws IOException {
        // As Latin-1, so that bytes that are not UTF-8 reach the checksum unchanged.
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        int mark = content.lastIndexOf(MARK);
        String text = mark < 0 ? content : content.substring(0, mark);
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (mark >= 0 && !content.substring(mark + MARK.length()).strip().equals(checksum(bytes))) {
            throw new DamagedException(file);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** False for a file that an earlier version wrote. */
    static boolean isSealed(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1).contains(MARK);
    }

    private static String checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return String.format("%08x", crc.getValue());
    }
}
