package dev.cairn.local.services;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteJob;
import com.almworks.sqlite4java.SQLiteQueue;
import com.almworks.sqlite4java.SQLiteStatement;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import java.lang.reflect.Field;
import java.util.Optional;

/**
 * The connection that DynamoDB Local has to its SQLite file. It has no settings for SQLite, and a pragma applies to one
 * connection, so the connection is looked up by reflection; if it is not found, everything works, but slower, and
 * without what these methods do.
 */
final class SqliteFile {
    /** From the client to its engine, to the SQLite access, to the queue; plus one for a wrapper. */
    private static final int DEPTH = 5;

    private final SQLiteQueue queue;

    private SqliteFile(SQLiteQueue queue) {
        this.queue = queue;
    }

    static Optional<SqliteFile> of(AmazonDynamoDBLocal engine) {
        return find(engine, DEPTH).map(SqliteFile::new);
    }

    /**
     * Lets the operating system decide when the file reaches the disk, which is several times faster. Written data is
     * in the hands of the operating system, so a kill -9 loses nothing; only a loss of power may. And overwrites what is
     * deleted with zeros, so that an expired salt or an erased event is not left in an unused part of the file.
     */
    void configure() {
        run(connection -> {
            connection.exec("PRAGMA synchronous=OFF");
            connection.exec("PRAGMA secure_delete=ON");
            return "";
        });
    }

    /** What SQLite finds wrong with the structure of the file; empty when nothing is. */
    Optional<String> faults() {
        String found = run(connection -> {
            SQLiteStatement check = connection.prepare("PRAGMA integrity_check(1)");
            try {
                return check.step() ? check.columnString(0) : "no answer";
            } finally {
                check.dispose();
            }
        });
        return found.equals("ok") ? Optional.empty() : Optional.of(found);
    }

    /** Writes the file anew, without what was deleted before deletions overwrote it. */
    void compact() {
        run(connection -> {
            connection.exec("VACUUM");
            return "";
        });
    }

    @FunctionalInterface
    private interface Work {
        String on(SQLiteConnection connection) throws SQLiteException;
    }

    private String run(Work work) {
        String[] failure = {null};
        String result = queue.execute(new SQLiteJob<String>() {
                    @Override
                    protected String job(SQLiteConnection connection) throws SQLiteException {
                        try {
                            return work.on(connection);
                        } catch (SQLiteException failed) {
                            failure[0] = String.valueOf(failed.getMessage());
                            return "";
                        }
                    }
                })
                .complete();
        if (failure[0] != null) {
            throw new IllegalStateException("SQLite: " + failure[0]);
        }
        return String.valueOf(result);
    }

    private static Optional<SQLiteQueue> find(Object object, int depth) {
        if (object instanceof SQLiteQueue queue) {
            return Optional.of(queue);
        }
        if (depth == 0 || !object.getClass().getName().startsWith("com.amazonaws.services.dynamodbv2.local")) {
            return Optional.empty();
        }
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                Optional<SQLiteQueue> found = value(field, object).flatMap(value -> find(value, depth - 1));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Object> value(Field field, Object object) {
        if (field.getType().isPrimitive() || java.lang.reflect.Modifier.isStatic(field.getModifiers())) {
            return Optional.empty();
        }
        try {
            return field.trySetAccessible() ? Optional.ofNullable(field.get(object)) : Optional.empty();
        } catch (IllegalAccessException notOurs) {
            return Optional.empty();
        }
    }
}
