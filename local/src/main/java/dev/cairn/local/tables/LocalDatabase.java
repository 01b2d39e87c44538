package dev.cairn.local.tables;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;

/** The tables of a system on one machine. Every acknowledged write survives a kill -9 if there is a folder. */
public interface LocalDatabase extends AutoCloseable {

    /** The tables with a clock. */
    ItemStore items(Clock clock);

    /** Passes on every item of a table, including expired ones. Items written meanwhile may be left out. */
    void forEach(Table table, Consumer<Item> each);

    /** Deletes the expired items of a table, which no reader sees any more, and returns their number. */
    long deleteExpired(Table table, Clock clock);

    /** Returns once everything written so far survives a loss of power, too, where the engine can promise that. */
    void sync();

    /** Removes what the engine's files still contain of items that were deleted or replaced. */
    void forget();

    /** Writes a copy of the tables as they are now to a folder, while they are in use. */
    void copyTo(Path folder);

    @Override
    void close() throws IOException;
}
