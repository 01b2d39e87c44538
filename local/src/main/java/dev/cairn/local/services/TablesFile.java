package dev.cairn.local.services;

import dev.cairn.local.ChecksummedFile;
import dev.cairn.local.tables.DamagedTablesException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The file in which DynamoDB Local keeps the tables, and its checksum. SQLite's pages have no checksums, so when the
 * tables are closed, a checksum of the whole file is written next to it, and verified at the next start. After a kill
 * there is none: SQLite then checks the structure of the file, which does not detect a wrong byte inside a value.
 *
 * @param file written by SQLite
 * @param seal the checksum, and SQLite's count of changes
 */
record TablesFile(Path file, Path seal) {
    private static final String ZEROED = "zeroed";
    private static final int CHANGES = 24;
    private static final int CHANGES_AGAIN = 92;
    private static final int HEADER_BYTES = 100;
    private static final int BUFFER_BYTES = 1 << 20;

    private static final String REPAIR = "Restore a copy of it, or run ./cairn rebuild --data with this folder by the"
            + " version of Cairn that wrote it: this version salvages its own tables only";

    static TablesFile in(Path folder) {
        return new TablesFile(
                folder.resolve("shared-local-instance.db"), folder.resolve("shared-local-instance.crc32c"));
    }

    static DamagedTablesException damaged(Path file, String why) {
        return new DamagedTablesException(file, why, REPAIR);
    }

    /** What is known about the file before it is opened. */
    enum Known {
        /** It has not changed since it was closed, and has no remains of deleted items. */
        INTACT,
        /** It has not changed since it was closed. */
        NOT_COMPACTED,
        /** It was not closed cleanly, or was closed by an earlier version. */
        NOTHING
    }

    /** Throws {@link DamagedTablesException} when the file has changed since it was closed. */
    Known verify(Consumer<String> trouble) throws IOException {
        if (!Files.exists(seal) || !Files.exists(file)) {
            return Known.NOTHING;
        }
        String[] sealed;
        try {
            sealed = ChecksummedFile.read(seal).split(" ");
        } catch (ChecksummedFile.DamagedException damaged) {
            trouble.accept(damaged.getMessage() + ". It is only the checksum of the tables, whose structure is checked"
                    + " instead: nothing is lost");
            return Known.NOTHING;
        }
        if (!sealed[0].equals(checksum())) {
            ByteBuffer header = header();
            int changes = header.getInt(CHANGES);
            if (changes == header.getInt(CHANGES_AGAIN) && !sealed[1].equals(Integer.toUnsignedString(changes))) {
                return Known.NOTHING; // an earlier version, which does not use checksums, has since written to it
            }
            throw damaged(file, "it is not as it was when the tables were closed");
        }
        return sealed.length > 2 && sealed[2].equals(ZEROED) ? Known.INTACT : Known.NOT_COMPACTED;
    }

    /** Called before the file changes. */
    void open() throws IOException {
        Files.deleteIfExists(seal);
    }

    /**
     * Called once the tables are closed.
     *
     * @param zeroed whether all deleted data was overwritten
     */
    void close(boolean zeroed) throws IOException {
        if (Files.exists(file)) {
            String changes = Integer.toUnsignedString(header().getInt(CHANGES));
            Files.writeString(seal, ChecksummedFile.seal(checksum() + " " + changes + (zeroed ? " " + ZEROED : "")));
        }
    }

    private ByteBuffer header() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return ByteBuffer.wrap(Arrays.copyOf(in.readNBytes(HEADER_BYTES), HEADER_BYTES));
        }
    }

    private String checksum() throws IOException {
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                crc.update(buffer, 0, length);
            }
        }
        return String.format("%08x", crc.getValue());
    }
}
