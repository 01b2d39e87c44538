package dev.cairn.local.tables;

import dev.cairn.store.Item;
import dev.cairn.store.Table;
import dev.cairn.store.codec.DeflateCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Converts an {@link Item} to and from a row: {@code partition}, {@code sort}, {@code schema}, {@code revision},
 * {@code expires} and {@code deletable} (epoch seconds without the fraction, or null), {@code body}, and
 * {@code checksum}, the CRC-32C of the other columns, since SQLite's pages have no checksums. A body's first byte gives
 * its encoding: 0 for plain UTF-8, or the number of a dictionary for {@link DeflateCodec}.
 */
final class RowCodec {
    /** In the order of {@link #bind} and {@link #read}. */
    static final String COLUMNS = "partition, sort, schema, revision, expires, deletable, body, checksum";

    private static final byte PLAIN = 0;

    private RowCodec() {}

    /** Sets the first eight parameters of a statement. */
    static void bind(PreparedStatement statement, Item item) throws SQLException {
        byte[] body = body(item.body());
        Long expires = seconds(item.expires());
        Long deletable = seconds(item.deletable());
        statement.setString(1, item.key().partition());
        statement.setString(2, item.key().sort());
        statement.setInt(3, Item.SCHEMA);
        statement.setLong(4, item.revision());
        bind(statement, 5, expires);
        bind(statement, 6, deletable);
        statement.setBytes(7, body);
        statement.setInt(
                8,
                checksum(
                        item.key().partition(),
                        item.key().sort(),
                        Item.SCHEMA,
                        item.revision(),
                        expires,
                        deletable,
                        body));
    }

    /** Throws {@link DamagedRowException} when the row does not match its checksum. */
    static Item read(Table table, ResultSet row) throws SQLException {
        String partition = row.getString(1);
        String sort = row.getString(2);
        Long expires = seconds(row, 5);
        Long deletable = seconds(row, 6);
        byte[] body = row.getBytes(7);
        long revision = row.getLong(4);
        if (partition == null
                || sort == null
                || body == null
                || body.length == 0
                || checksum(partition, sort, row.getInt(3), revision, expires, deletable, body) != row.getInt(8)) {
            throw new DamagedRowException(table);
        }
        return new Item(
                new Item.Key(table, partition, sort),
                revision,
                body[0] == PLAIN
                        ? new String(body, 1, body.length - 1, StandardCharsets.UTF_8)
                        : new String(DeflateCodec.inflate(body), StandardCharsets.UTF_8),
                instant(expires),
                instant(deletable));
    }

    private static byte[] body(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        byte[] deflated = DeflateCodec.of(plain);
        if (deflated.length <= plain.length) {
            return deflated;
        }
        byte[] body = new byte[plain.length + 1];
        body[0] = PLAIN;
        System.arraycopy(plain, 0, body, 1, plain.length);
        return body;
    }

    private static int checksum(
            String partition,
            String sort,
            int schema,
            long revision,
            @Nullable Long expires,
            @Nullable Long deletable,
            byte[] body) {
        byte[] first = partition.getBytes(StandardCharsets.UTF_8);
        ByteBuffer numbers = ByteBuffer.allocate(2 * Integer.BYTES + 3 * Long.BYTES + 2);
        numbers.putInt(first.length).putInt(schema).putLong(revision);
        put(numbers, expires);
        put(numbers, deletable);
        CRC32C crc = new CRC32C();
        crc.update(numbers.flip());
        crc.update(first);
        crc.update(sort.getBytes(StandardCharsets.UTF_8));
        crc.update(body);
        return (int) crc.getValue();
    }

    private static void put(ByteBuffer numbers, @Nullable Long seconds) {
        numbers.put((byte) (seconds == null ? 0 : 1)).putLong(seconds == null ? 0 : seconds);
    }

    private static void bind(PreparedStatement statement, int parameter, @Nullable Long number) throws SQLException {
        if (number == null) {
            statement.setNull(parameter, Types.INTEGER);
        } else {
            statement.setLong(parameter, number);
        }
    }

    private static @Nullable Long seconds(ResultSet row, int column) throws SQLException {
        long seconds = row.getLong(column);
        return row.wasNull() ? null : seconds;
    }

    private static @Nullable Long seconds(@Nullable Instant time) {
        return time == null ? null : time.getEpochSecond();
    }

    private static @Nullable Instant instant(@Nullable Long seconds) {
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }
}
