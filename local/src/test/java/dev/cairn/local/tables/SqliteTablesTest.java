package dev.cairn.local.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tables promise beyond the contract of every item store, which tests/ checks. */
class SqliteTablesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-10T12:00:00Z"), ZoneOffset.UTC);
    private static final int ITEMS = 40;
    private static final int LOG_HEADER_BYTES = 32;
    private static final int FRAME_BYTES = 24 + 4096;

    @TempDir
    Path temporary;

    private final List<String> trouble = new ArrayList<>();
    private Path folder;
    private Path killed;

    @BeforeEach
    void folders() throws IOException {
        folder = Files.createDirectory(temporary.resolve("tables"));
        killed = Files.createDirectory(temporary.resolve("killed"));
    }

    /** A copy of the files while the tables are open is what a kill -9 leaves. */
    private Map<String, String> writeAndKill() throws IOException {
        try (SqliteTables tables = SqliteTables.open(folder, trouble::add)) {
            for (int i = 0; i < ITEMS; i++) {
                tables.items(CLOCK).replace(item(Table.STATE, "p", i, "a body of its own: " + i * 7_919));
            }
            copyTo(killed);
            return contents(tables);
        }
    }

    private void copyTo(Path copy) throws IOException {
        for (String name : List.of("cairn.db", "cairn.db-wal")) {
            Files.deleteIfExists(copy.resolve(name));
            Files.copy(folder.resolve(name), copy.resolve(name));
        }
    }

    @Test
    void R2_whatWasAcknowledgedSurvivesAKill() throws IOException {
        Map<String, String> before = writeAndKill();

        try (SqliteTables tables = SqliteTables.open(killed, trouble::add)) {
            assertThat(contents(tables)).isEqualTo(before).hasSize(ITEMS);
        }
        assertThat(trouble).isEmpty();
    }

    /** The last frame is cut off, as by a kill in the middle of a write. */
    @Test
    void anUnfinishedWriteAtTheEndOfTheLogIsNoDamage() throws IOException {
        writeAndKill();
        Path log = killed.resolve("cairn.db-wal");
        byte[] whole = Files.readAllBytes(log);
        Files.write(log, java.util.Arrays.copyOf(whole, whole.length - 700));

        try (SqliteTables tables = SqliteTables.open(killed, trouble::add)) {
            assertThat(contents(tables)).hasSize(ITEMS - 1);
        }
        assertThat(trouble).isEmpty();
    }

    @Test
    void R2_aFlippedByteInTheLogOfAKilledProcessIsReported() throws IOException {
        Map<String, String> before = writeAndKill();
        byte[] whole = Files.readAllBytes(killed.resolve("cairn.db-wal"));
        int frames = (whole.length - LOG_HEADER_BYTES) / FRAME_BYTES;
        List<Integer> places = new ArrayList<>(List.of(0, 4, 9, 17, 21, 26, 31));
        for (int frame : List.of(0, frames / 2, frames - 1)) {
            for (int at : List.of(1, 6, 9, 13, 18, 22, 24, 2_000, FRAME_BYTES - 1)) {
                places.add(LOG_HEADER_BYTES + frame * FRAME_BYTES + at);
            }
        }
        for (int place : places) {
            copyFlipped(whole, place);
            trouble.clear();
            Map<String, String> now;
            try (SqliteTables tables = SqliteTables.open(killed, trouble::add)) {
                now = contents(tables);
            } catch (DamagedTablesException refused) {
                assertThat(refused).hasMessageContaining("cairn.db");
                continue;
            }
            if (!now.equals(before)) {
                assertThat(trouble)
                        .as("byte %d", place)
                        .singleElement()
                        .asString()
                        .contains("cairn.db-wal");
            }
        }
    }

    private void copyFlipped(byte[] log, int place) throws IOException {
        byte[] flipped = log.clone();
        flipped[place] ^= 1;
        Files.deleteIfExists(killed.resolve("cairn.db"));
        try (SqliteTables empty = SqliteTables.open(killed, trouble::add)) {
            empty.sync();
        }
        Files.write(killed.resolve("cairn.db-wal"), flipped);
    }

    @Test
    void R2_anyFlippedByteOfTheFileIsRefusedOrChangesNothing() throws IOException {
        Map<String, String> before = writeAndKill();
        byte[] whole = Files.readAllBytes(folder.resolve("cairn.db"));
        int refused = 0;
        for (int place = 0; place < whole.length; place += place < 110 ? 1 : 97) {
            byte[] flipped = whole.clone();
            flipped[place] ^= 1;
            Files.deleteIfExists(killed.resolve("cairn.db-wal"));
            Files.write(killed.resolve("cairn.db"), flipped);
            try (SqliteTables tables = SqliteTables.open(killed, trouble::add)) {
                assertThat(contents(tables)).as("byte %d", place).isEqualTo(before);
            } catch (DamagedTablesException damaged) {
                assertThat(damaged)
                        .hasMessageContaining(killed.resolve("cairn.db").toString());
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(20);
    }

    /** A disk may go bad while the tables are open. */
    @Test
    void aRowThatDoesNotMatchItsChecksumIsNeverReturned() throws Exception {
        writeAndKill();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("cairn.db"))) {
            connection.createStatement().execute("UPDATE STATE SET revision = 2 WHERE sort = '07'");
        }
        assertThatThrownBy(() -> SqliteTables.open(folder, trouble::add))
                .isInstanceOf(DamagedTablesException.class)
                .hasMessageContaining("table STATE that do not match their checksums: 1");
    }

    @Test
    void R8_aFileOfALaterVersionIsRefused() throws Exception {
        writeAndKill();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("cairn.db"))) {
            connection.createStatement().execute("PRAGMA user_version = 2");
        }
        assertThatThrownBy(() -> SqliteTables.open(folder, trouble::add))
                .isInstanceOf(DamagedTablesException.class)
                .hasMessageContaining("a later version of Cairn");
    }

    @Test
    void R6_whatHasExpiredIsInNoFileAfterItsDeletion() throws IOException {
        try (SqliteTables tables = SqliteTables.open(folder, trouble::add)) {
            ItemStore items = tables.items(CLOCK);
            items.replace(new Item(key(Table.SALTS, "p", 1), 1, "qzxj-vanishing-kwpf", CLOCK.instant()));
            items.replace(new Item(key(Table.SALTS, "p", 2), 1, "qzxj-outdated-kwpf", null, CLOCK.instant()));
            items.replace(item(Table.SALTS, "p", 3, "qzxj-permanent-kwpf"));
            tables.forget();
            assertThat(found("vanishing") && found("outdated") && found("permanent"))
                    .isTrue();
            items.replace(item(Table.SALTS, "p", 4, "another"));

            assertThat(tables.deleteExpired(Table.SALTS, CLOCK)).isEqualTo(2);

            assertThat(found("vanishing") || found("outdated")).isFalse();
            assertThat(found("permanent")).isTrue();
            assertThat(contents(tables)).hasSize(2);
        }
    }

    private boolean found(String text) throws IOException {
        for (String name : List.of("cairn.db", "cairn.db-wal")) {
            if (Files.exists(folder.resolve(name))
                    && Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1)
                            .contains(text)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aCopyWhileTheTablesAreInUseIsComplete() throws IOException {
        try (SqliteTables tables = SqliteTables.open(folder, trouble::add)) {
            for (int i = 0; i < ITEMS; i++) {
                tables.items(CLOCK).replace(item(Table.STATISTICS, "p", i, "" + i));
            }
            tables.copyTo(killed);
            tables.items(CLOCK).replace(item(Table.STATISTICS, "p", 99, "later"));
        }
        try (SqliteTables copy = SqliteTables.open(killed, trouble::add)) {
            assertThat(contents(copy)).hasSize(ITEMS);
        }
    }

    private static Map<String, String> contents(SqliteTables tables) {
        Map<String, String> contents = new TreeMap<>();
        for (Table table : Table.values()) {
            tables.forEach(
                    table,
                    item -> contents.put(item.key().toString(), item.revision() + " " + item.body() + item.expires()));
        }
        return contents;
    }

    private static Item item(Table table, String partition, int number, String body) {
        return Item.first(key(table, partition, number), body, null);
    }

    private static Item.Key key(Table table, String partition, int number) {
        return new Item.Key(table, partition, String.format("%02d", number));
    }
}
