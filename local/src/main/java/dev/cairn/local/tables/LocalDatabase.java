package dev.cairn.local.tables;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;

/** The tables of a local system. With a data folder, every acknowledged write survives a kill -9. */
public interface LocalDatabase extends AutoCloseable {

    /** The tables as seen with a clock. */
    ItemStore items(Clock clock);

    /** Passes on every item in a table, including expired ones. Items written meanwhile may be missed. */
    void forEach(Table table, Consumer<Item> each);

    /** Deletes a table's expired items, which readers no longer see, and returns their number. */
    long deleteExpired(Table table, Clock clock);

    /** Returns once everything written so far also survives a loss of power, if the engine can guarantee that. */
    void sync();

    /** Removes remains of deleted or replaced items from the engine's files. */
    void forget();

    /** Copies the tables in their current state to a folder, while they are in use. */
    void copyTo(Path folder);

    @Override
    void close() throws IOException;
}
