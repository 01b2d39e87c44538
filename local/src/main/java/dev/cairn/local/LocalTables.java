package dev.cairn.local;

import dev.cairn.local.services.DynamoDbLocal;
import dev.cairn.local.services.Services;
import dev.cairn.local.tables.DamagedTablesException;
import dev.cairn.local.tables.LocalDatabase;
import dev.cairn.local.tables.SqliteTables;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens the tables on this machine: SQLite's, or DynamoDB Local's with {@code --services}. If a folder has the other
 * engine's tables, every item that has not expired is converted; the previous version always used DynamoDB Local.
 *
 * @param data null to keep the tables in memory
 * @param said receives a message about each conversion and about damage
 */
record LocalTables(@Nullable DataFolder data, Clock clock, Consumer<String> said) {

    /** Throws {@link DamagedTablesException} when the tables' file is damaged, and leaves it unchanged. */
    LocalDatabase open(boolean services) throws Exception {
        if (data == null) {
            return services ? DynamoDbLocal.onPort(Services.DYNAMODB_PORT, null) : SqliteTables.inMemory();
        }
        Path tables = data.tables();
        DataFolder.delete(data.convertedTables()); // a conversion was interrupted just before it finished
        if (services) {
            if (Files.exists(SqliteTables.file(tables))) {
                toDynamoDbLocal();
            }
            return DynamoDbLocal.onPort(Services.DYNAMODB_PORT, tables);
        }
        if (DynamoDbLocal.isIn(tables)) {
            toSqlite();
        }
        return SqliteTables.open(tables, said);
    }

    private void toSqlite() throws IOException {
        DataFolder folder = Objects.requireNonNull(data);
        long items;
        try (LocalDatabase old = DynamoDbLocal.embedded(folder.tables(), said);
                LocalDatabase fresh = SqliteTables.open(newTables(folder), said)) {
            items = copy(old, fresh);
        }
        replace(folder);
        said.accept(
                "The tables of DynamoDB Local, " + items + " items, are now in " + SqliteTables.file(folder.tables())
                        + " (SQLite). To go back: ./cairn local --services with this folder.");
    }

    void toDynamoDbLocal() throws IOException {
        DataFolder folder = Objects.requireNonNull(data);
        long items;
        try (LocalDatabase old = SqliteTables.open(folder.tables(), said);
                LocalDatabase fresh = DynamoDbLocal.embedded(newTables(folder), said)) {
            items = copy(old, fresh);
        }
        replace(folder);
        said.accept("The tables, " + items + " items, are in DynamoDB Local for --services now. The next ./cairn local"
                + " without it moves them back.");
    }

    /** Copies the readable part of damaged tables to another folder; for SQLite only. */
    static LocalDatabase salvaged(Path tables, Path copy, Consumer<String> trouble) throws IOException {
        if (DynamoDbLocal.isIn(tables)) {
            return DynamoDbLocal.embedded(tables, trouble); // fails, and the message says what to do
        }
        return SqliteTables.salvaged(tables, copy, trouble);
    }

    private static Path newTables(DataFolder data) throws IOException {
        DataFolder.delete(data.newTables());
        return Files.createDirectories(data.newTables());
    }

    private long copy(LocalDatabase old, LocalDatabase fresh) {
        long[] items = {0};
        ItemStore to = fresh.items(clock);
        for (Table table : Table.values()) {
            old.forEach(table, item -> {
                if (!isExpired(item)) {
                    to.replace(item);
                    items[0]++;
                }
            });
        }
        fresh.sync();
        return items[0];
    }

    private static void replace(DataFolder folder) throws IOException {
        folder.replaceTables(folder.convertedTables());
        DataFolder.delete(folder.convertedTables());
    }

    private boolean isExpired(Item item) {
        return item.expires() != null && !item.expires().isAfter(clock.instant());
    }
}
