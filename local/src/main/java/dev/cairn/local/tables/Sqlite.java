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
 * One connection to SQLite, used by one thread at a time. A write is a transaction of its own: when it returns, it is
 * visible and survives a kill -9. A failed write changes nothing and takes no earlier one with it. {@link #sync} makes
 * what was written survive a loss of power; many writes share one, as forcing each to disk would take most of the time.
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

    /** @param file null for memory */
    static Sqlite open(@Nullable Path file) throws SQLException {
        String name = file == null ? ":memory:" : file.toString();
        SQLiteConfig config = new SQLiteConfig();
        // Otherwise each INSERT leaves a query open, which keeps the log from being emptied.
        config.setGetGeneratedKeys(false);
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + name, config.toProperties());
        try {
            Sqlite sqlite = new Sqlite(name, connection);
            // Without other connections there is no shared memory file, and no lock for each statement.
            sqlite.execute("PRAGMA locking_mode=EXCLUSIVE");
            sqlite.execute("PRAGMA journal_mode=WAL");
            sqlite.execute("PRAGMA synchronous=NORMAL");
            // What is deleted is overwritten: an expired salt or an erased event is not left in a page.
            sqlite.execute("PRAGMA secure_delete=ON");
            // Sorting and copying leave nothing in a folder for temporary files.
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

    /** Uses a statement that only reads. */
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
     * Returns once everything written so far is on the disk: a commit with {@code synchronous=FULL} forces the log with
     * all that is in it.
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

    /** Empties the log, in which earlier contents of pages are left after a checkpoint. */
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

    /** The driver can't use a statement again that failed. */
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
