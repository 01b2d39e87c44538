package dev.cairn.local.services;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tables of a system on one machine. Every acknowledged write survives a kill -9 if there is a folder. */
public interface LocalDatabase extends AutoCloseable {

    /** The tables with a clock. */
    ItemStore items(Clock clock);

    /** Passes on every item of a table, including expired ones. */
    void forEach(Table table, Consumer<Item> each);

    @Override
    void close() throws IOException;

    /** @param folder null for memory */
    static LocalDatabase embedded(@Nullable Path folder) {
        return DynamoDbLocal.embedded(folder);
    }

    /** The same as DynamoDB on a port, for containers; it listens on every address of this machine. */
    static LocalDatabase onPort(int port, @Nullable Path folder) throws Exception {
        return DynamoDbLocal.onPort(port, folder);
    }
}
