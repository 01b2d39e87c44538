package dev.cairn.local.tables;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tables in one SQLite file, or in memory. A write is acknowledged once it survives a kill -9, and survives a loss
 * of power once {@link #sync} returns; writes to plan, keys and salts are synced immediately. Every row has a checksum:
 * the file's structure and all rows are checked when it is opened, and each row again whenever it is read.
 */
public final class SqliteTables implements LocalDatabase {
    private static final String FILE = "cairn.db";
    private static final int VERSION = 1;
    private static final int ROWS_AT_ONCE = 500;
    private static final String REPAIR = "Restore a copy of it, or make the tables again from the archive: ./cairn"
            + " rebuild --data with this folder. Plan, keys and salts are only in the tables; where one of them cannot be"
            + " read, the rebuild refuses";

    private final Sqlite sqlite;

    private SqliteTables(Sqlite sqlite) {
        this.sqlite = sqlite;
    }

    /** The tables' file in a folder. */
    public static Path file(Path folder) {
        return folder.resolve(FILE);
    }

    private static Path log(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    /** Tables that are lost when this process ends. */
    public static SqliteTables inMemory() {
        try {
            return new SqliteTables(prepared(Sqlite.open(null)));
        } catch (SQLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** As {@link #open(Path, Consumer)}, printing the messages. */
    public static SqliteTables open(Path folder) throws IOException {
        return open(folder, System.err::println);
    }

    /**
     * Throws {@link DamagedTablesException} when the file in the folder is damaged.
     *
     * @param trouble receives a message if the log left by a killed process is damaged
     */
    public static SqliteTables open(Path folder, Consumer<String> trouble) throws IOException {
        Path file = file(folder);
        Path log = log(file);
        WriteAheadLog.faults(log)
                .ifPresent(fault -> trouble.accept("the tables' log " + log + " is damaged: " + fault
                        + ". A loss of power can leave such an end; whatever the tables miss because of it comes back with"
                        + " ./cairn rebuild --data with this folder"));
        return opened(file, sqlite -> {
            Optional<String> fault = faults(sqlite);
            if (fault.isPresent()) {
                throw new DamagedTablesException(file, fault.get(), REPAIR);
            }
        });
    }

    /**
     * New tables with the readable items from damaged ones. Throws {@link DamagedTablesException} when the whole file
     * is unreadable, or when a settings item or a salt is, because these are stored nowhere else.
     *
     * @param copy the folder for the new tables, which the caller deletes
     * @param trouble receives the number of items missing from each table
     */
    public static SqliteTables salvaged(Path folder, Path copy, Consumer<String> trouble) throws IOException {
        Path damaged = file(folder);
        Path untouched = Files.createDirectories(copy).resolve("damaged.db");
        Files.copy(damaged, untouched);
        if (Files.exists(log(damaged))) {
            Files.copy(log(damaged), log(untouched));
        }
        SqliteTables tables = open(copy, trouble);
        try (SqliteTables from = opened(untouched, any -> {})) {
            ItemStore to = tables.items(Clock.systemUTC());
            for (Table table : Table.values()) {
                long unreadable = from.scan(table, to::replace);
                if (unreadable > 0) {
                    String lost = unreadable + (unreadable == 1 ? " item" : " items") + " of the table " + table
                            + " cannot be read";
                    if (table == Table.SETTINGS || table == Table.SALTS) {
                        throw new DamagedTablesException(damaged, lost, REPAIR);
                    }
                    trouble.accept("Left out of the tables: " + lost);
                }
            }
            return tables;
        } catch (SQLException | IllegalStateException unreadable) {
            tables.close();
            throw new DamagedTablesException(
                    damaged, "SQLite cannot read it (" + unreadable.getMessage() + ")", REPAIR);
        } catch (IOException | RuntimeException refused) {
            tables.close();
            throw refused;
        }
    }

    @FunctionalInterface
    private interface Check {
        void of(Sqlite sqlite) throws IOException, SQLException;
    }

    private static SqliteTables opened(Path file, Check check) throws IOException {
        Sqlite sqlite = null;
        try {
            sqlite = Sqlite.open(file);
            check.of(sqlite);
            return new SqliteTables(prepared(sqlite));
        } catch (SQLException | RuntimeException unreadable) {
            close(sqlite);
            throw new DamagedTablesException(file, "SQLite cannot read it (" + unreadable.getMessage() + ")", REPAIR);
        } catch (IOException damaged) {
            close(sqlite);
            throw damaged;
        }
    }

    private static void close(@Nullable Sqlite sqlite) {
        try {
            if (sqlite != null) {
                sqlite.close();
            }
        } catch (SQLException alsoBroken) {
            // the reason for closing it is reported instead
        }
    }

    private static Sqlite prepared(Sqlite sqlite) throws SQLException {
        for (Table table : Table.values()) {
            sqlite.execute(TableSql.create(table));
        }
        sqlite.execute("CREATE TABLE IF NOT EXISTS synced (times INTEGER NOT NULL)");
        sqlite.execute("INSERT INTO synced SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM synced)");
        if (version(sqlite) < VERSION) {
            sqlite.execute("PRAGMA user_version=" + VERSION);
        }
        return sqlite;
    }

    private static int version(Sqlite sqlite) throws SQLException {
        return Integer.parseInt(sqlite.execute("PRAGMA user_version"));
    }

    /**
     * What is wrong with the file: a later version's format, a structural error, or rows that do not match their
     * checksums.
     */
    private static Optional<String> faults(Sqlite sqlite) throws SQLException {
        if (version(sqlite) > VERSION) {
            return Optional.of("a later version of Cairn wrote it");
        }
        String structure = sqlite.execute("PRAGMA integrity_check(1)");
        if (!structure.equals("ok")) {
            return Optional.of(structure);
        }
        if (sqlite.execute("SELECT name FROM sqlite_schema LIMIT 1").isEmpty()) {
            return Optional.empty(); // a new file
        }
        SqliteTables tables = new SqliteTables(sqlite);
        for (Table table : Table.values()) {
            long unreadable = tables.scan(table, item -> {});
            if (unreadable > 0) {
                return Optional.of("rows of the table " + table + " that do not match their checksums: " + unreadable);
            }
        }
        return Optional.empty();
    }

    /** Passes on each readable row as stored, and returns the number of unreadable ones. */
    private long scan(Table table, Consumer<Item> each) throws SQLException {
        return sqlite.read(TableSql.selectAll(table), statement -> {
            long unreadable = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    try {
                        each.accept(RowCodec.read(table, rows));
                    } catch (DamagedRowException damaged) {
                        unreadable++;
                    }
                }
            }
            return unreadable;
        });
    }

    @Override
    public ItemStore items(Clock clock) {
        return new SqliteItemStore(sqlite, clock);
    }

    @Override
    public void forEach(Table table, Consumer<Item> each) {
        String sql = TableSql.selectAll(table) + " WHERE (partition, sort) > (?, ?) ORDER BY partition, sort LIMIT "
                + ROWS_AT_ONCE;
        Item.Key last = new Item.Key(table, "", "");
        while (true) {
            List<Item> some = after(last, sql);
            if (some.isEmpty()) {
                return;
            }
            some.forEach(each);
            last = some.getLast().key();
        }
    }

    /** Deletes in steps, between which the tables can be used. */
    @Override
    public long deleteExpired(Table table, Clock clock) {
        String sql = "DELETE FROM " + table + " WHERE partition = ? AND sort = ? AND (expires <= ? OR deletable <= ?)";
        long now = clock.instant().getEpochSecond();
        long[] deleted = {0};
        forEach(table, item -> {
            if (isOver(item, now)) {
                deleted[0] += sqlite.write(sql, statement -> {
                    statement.setString(1, item.key().partition());
                    statement.setString(2, item.key().sort());
                    statement.setLong(3, now);
                    statement.setLong(4, now);
                });
            }
        });
        if (deleted[0] > 0) {
            forget();
        }
        return deleted[0];
    }

    private static boolean isOver(Item item, long now) {
        return item.expires() != null && item.expires().getEpochSecond() <= now
                || item.deletable() != null && item.deletable().getEpochSecond() <= now;
    }

    private List<Item> after(Item.Key last, String sql) {
        return sqlite.read(sql, statement -> {
            statement.setString(1, last.partition());
            statement.setString(2, last.sort());
            List<Item> items = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    items.add(RowCodec.read(last.table(), rows));
                }
            }
            return items;
        });
    }

    @Override
    public void sync() {
        sqlite.sync();
    }

    @Override
    public void forget() {
        sqlite.sync();
        sqlite.emptyLog();
    }

    @Override
    public void copyTo(Path folder) {
        sqlite.write(
                "VACUUM INTO ?",
                statement -> statement.setString(1, file(folder).toString()));
    }

    @Override
    public void close() throws IOException {
        try {
            sqlite.close();
        } catch (SQLException failed) {
            throw new IOException("SQLite did not stop", failed);
        }
    }
}
