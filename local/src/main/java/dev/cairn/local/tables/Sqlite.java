package dev.cairn.local.tables;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * One connection to SQLite, used by one thread at a time. Each write is a separate transaction: when it returns, it is
 * visible and survives a kill -9. A failed write changes nothing and does not undo earlier ones. {@link #sync} makes
 * earlier writes survive a loss of power; many writes share one sync, because forcing each to disk would take most of
 * the time.
 */
final class Sqlite implements AutoCloseable {
    private final String name;
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final ReentrantLock using = new ReentrantLock();
    private boolean written;

    @FunctionalInterface
    interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    @FunctionalInterface
    interface Parameters {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private Sqlite(String name, Connection connection) {
        this.name = name;
        this.connection = connection;
    }

    /** @param file null for an in-memory database */
    static Sqlite open(@Nullable Path file) throws SQLException {
        String name = file == null ? ":memory:" : file.toString();
        SQLiteConfig config = new SQLiteConfig();
        // Otherwise each INSERT leaves a query open, which keeps the log from being emptied.
        config.setGetGeneratedKeys(false);
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + name, config.toProperties());
        try {
            Sqlite sqlite = new Sqlite(name, connection);
            // With no other connections, SQLite needs no shared memory file and no lock per statement.
            sqlite.execute("PRAGMA locking_mode=EXCLUSIVE");
            sqlite.execute("PRAGMA journal_mode=WAL");
            sqlite.execute("PRAGMA synchronous=NORMAL");
            // Deleted data is overwritten, so that no expired salt or erased event is left in a page.
            sqlite.execute("PRAGMA secure_delete=ON");
            // Sorting and copying leave nothing behind in temporary files.
            sqlite.execute("PRAGMA temp_store=MEMORY");
            return sqlite;
        } catch (SQLException | RuntimeException unusable) {
            connection.close();
            throw unusable;
        }
    }

    /** Runs a statement without parameters, and returns the first column of its first row. */
    String execute(String sql) throws SQLException {
        using.lock();
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "";
            }
        } finally {
            using.unlock();
        }
    }

    /** Runs a read-only statement. */
    <T> T read(String sql, Work<T> work) {
        using.lock();
        try {
            return work.on(statement(sql));
        } catch (SQLException failed) {
            throw failure(sql, failed);
        } finally {
            using.unlock();
        }
    }

    /** Runs a statement that writes, and returns the number of rows it changed. */
    int write(String sql, Parameters parameters) {
        using.lock();
        try {
            PreparedStatement statement = statement(sql);
            parameters.bind(statement);
            int changed = statement.executeUpdate();
            written |= changed > 0;
            return changed;
        } catch (SQLException failed) {
            throw failure(sql, failed);
        } finally {
            using.unlock();
        }
    }

    /**
     * Returns once everything written so far is on the disk: a commit with {@code synchronous=FULL} forces the whole
     * log to disk.
     */
    void sync() {
        using.lock();
        try {
            if (written) {
                execute("PRAGMA synchronous=FULL");
                try {
                    write("UPDATE synced SET times = times + 1", none -> {});
                    written = false;
                } finally {
                    execute("PRAGMA synchronous=NORMAL");
                }
            }
        } catch (SQLException failed) {
            throw failure(failed);
        } finally {
            using.unlock();
        }
    }

    /** Empties the log, which still contains earlier versions of pages after a checkpoint. */
    void emptyLog() {
        try {
            String busy = execute("PRAGMA wal_checkpoint(TRUNCATE)");
            if (!busy.equals("0")) {
                throw new IllegalStateException("the log of the tables " + name + " could not be emptied");
            }
        } catch (SQLException failed) {
            throw failure(failed);
        }
    }

    @Override
    public void close() throws SQLException {
        using.lock();
        try {
            connection.close();
        } finally {
            using.unlock();
        }
    }

    private PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    /** The driver can't reuse a statement that failed. */
    private IllegalStateException failure(String sql, SQLException failed) {
        PreparedStatement unusable = statements.remove(sql);
        try {
            if (unusable != null) {
                unusable.close();
            }
        } catch (SQLException alsoBroken) {
            failed.addSuppressed(alsoBroken);
        }
        return failure(failed);
    }

    private IllegalStateException failure(SQLException failed) {
        return new IllegalStateException("the tables " + name + ": " + failed.getMessage(), failed);
    }
}
