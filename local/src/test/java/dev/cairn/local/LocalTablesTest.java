package dev.cairn.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.local.services.DynamoDbLocal;
import dev.cairn.local.tables.DamagedTablesException;
import dev.cairn.local.tables.LocalDatabase;
import dev.cairn.store.Item;
import dev.cairn.store.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R8: a folder of the version before, whose tables were DynamoDB Local's. */
class LocalTablesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-10T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();

    private Set<Item> writeAsTheVersionBefore(DataFolder data) throws IOException {
        Set<Item> living = new HashSet<>();
        try (LocalDatabase old = DynamoDbLocal.embedded(data.tables(), said::add)) {
            for (Table table : Table.values()) {
                living.add(new Item(new Item.Key(table, "p#ä", "s"), 3, "{\"n\":1}", null));
                living.add(
                        new Item(key(table, "later"), 1, "{}", CLOCK.instant().plusSeconds(60)));
                living.add(new Item(
                        key(table, "deletable"), 1, "{}", null, CLOCK.instant().minusSeconds(60)));
                old.items(CLOCK).replace(new Item(key(table, "expired"), 1, "{}", CLOCK.instant()));
            }
            living.forEach(old.items(CLOCK)::replace);
        }
        return living;
    }

    private static Item.Key key(Table table, String sort) {
        return new Item.Key(table, "p", sort);
    }

    private Set<Item> items(LocalDatabase database) {
        Set<Item> items = new HashSet<>();
        for (Table table : Table.values()) {
            database.forEach(table, items::add);
        }
        return items;
    }

    @Test
    void R8_theTablesAreMovedToSqliteWithASentenceAndNothingIsLeftOfTheOldOnes() throws Exception {
        try (DataFolder data = DataFolder.open(folder)) {
            Set<Item> living = writeAsTheVersionBefore(data);

            try (LocalDatabase now = new LocalTables(data, CLOCK, said::add).open(false)) {
                assertThat(items(now)).isEqualTo(living);
            }
            assertThat(said).singleElement().asString().contains("12 items", "cairn.db", "--services");
            assertThat(DynamoDbLocal.isIn(data.tables())).isFalse();
            assertThat(DataFolderFixture.files(folder))
                    .noneMatch(file -> file.toString().contains("shared-local-instance"));
            try (LocalDatabase again = new LocalTables(data, CLOCK, said::add).open(false)) {
                assertThat(items(again)).isEqualTo(living);
            }
            assertThat(said).hasSize(1);
        }
    }

    @Test
    void R8_theServicesMoveThemBackForTheVersionBefore() throws Exception {
        try (DataFolder data = DataFolder.open(folder)) {
            Set<Item> living = writeAsTheVersionBefore(data);
            new LocalTables(data, CLOCK, said::add).open(false).close();

            new LocalTables(data, CLOCK, said::add).toDynamoDbLocal();

            try (LocalDatabase back = DynamoDbLocal.embedded(data.tables(), said::add)) {
                assertThat(items(back)).isEqualTo(living);
            }
        }
    }

    /** The process was stopped between the two moves, and before the old tables were deleted. */
    @Test
    void R8_aConversionThatWasStoppedAtItsEndIsFinished() throws Exception {
        try (DataFolder data = DataFolder.open(folder)) {
            Set<Item> living = writeAsTheVersionBefore(data);
            new LocalTables(data, CLOCK, said::add).open(false).close();
            Files.move(folder.resolve("tables"), folder.resolve("tables-new"));
            Files.createDirectory(folder.resolve("tables-converted"));
            Files.writeString(folder.resolve("tables-converted/shared-local-instance.db"), "old");

            try (LocalDatabase now = new LocalTables(data, CLOCK, said::add).open(false)) {
                assertThat(items(now)).isEqualTo(living);
            }
            assertThat(folder.resolve("tables-converted")).doesNotExist();
        }
    }

    @Test
    void R8_damagedTablesOfTheVersionBeforeAreRefusedWithWhatCanBeDone() throws Exception {
        try (DataFolder data = DataFolder.open(folder)) {
            writeAsTheVersionBefore(data);
            Path old = data.tables().resolve("shared-local-instance.db");
            byte[] bytes = Files.readAllBytes(old);
            bytes[bytes.length / 2] ^= 1;
            Files.write(old, bytes);

            assertThatThrownBy(() -> new LocalTables(data, CLOCK, said::add).open(false))
                    .isInstanceOf(DamagedTablesException.class)
                    .hasMessageContaining(old.toString())
                    .hasMessageContaining("the version of Cairn that wrote it");
            assertThat(Files.readAllBytes(old)).isEqualTo(bytes);
        }
    }
}
