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

    /** Deletes the expired items of a table, which no reader sees any more, and returns their number. */
    long deleteExpired(Table table, Clock clock);

    @Override
    void close() throws IOException;

    /** Like the other, and prints what is damaged. */
    static LocalDatabase embedded(@Nullable Path folder) throws IOException {
        return embedded(folder, System.err::println);
    }

    /**
     * Throws {@link DamagedTablesException} when the file in the folder is damaged.
     *
     * @param folder null for memory
     * @param trouble receives a message about damage by which nothing is lost
     */
    static LocalDatabase embedded(@Nullable Path folder, Consumer<String> trouble) throws IOException {
        return DynamoDbLocal.embedded(folder, trouble);
    }

    /**
     * A copy of damaged tables, with what can still be read of them. Throws {@link DamagedTablesException} when the file
     * cannot be read at all, or an item of the settings or a salt cannot, which are nowhere else.
     *
     * @param copy the folder for the copy, which the caller deletes
     * @param trouble receives how many items of each table are left out
     */
    static LocalDatabase salvaged(Path folder, Path copy, Consumer<String> trouble) throws IOException {
        return DynamoDbLocal.salvaged(folder, copy, trouble);
    }

    /** The same as DynamoDB on a port, for containers; it listens on every address of this machine. */
    static LocalDatabase onPort(int port, @Nullable Path folder) throws Exception {
        return DynamoDbLocal.onPort(port, folder);
    }
}
