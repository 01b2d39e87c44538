package dev.cairn.aws;

import dev.cairn.local.tables.SqliteTables;
import dev.cairn.store.ItemStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class SqliteItemStoreTest extends ItemsContract {
    private static SqliteTables tables;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        tables = SqliteTables.open(folder);
    }

    @AfterAll
    static void close() throws IOException {
        tables.close();
    }

    @Override
    ItemStore items(Clock clock) {
        return tables.items(clock);
    }
}
