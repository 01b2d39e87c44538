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
 * DynamoDB Local's connection to its SQLite file. DynamoDB Local has no settings for SQLite, and a pragma applies to
 * one connection, so the connection is found by reflection. Without it everything still works, but more slowly, and
 * these methods have no effect.
 */
final class SqliteFile {
    /** From the client to its engine, SQLite access and queue, plus one for a wrapper. */
    private static final int DEPTH = 5;

    private final SQLiteQueue queue;

    private SqliteFile(SQLiteQueue queue) {
        this.queue = queue;
    }

    static Optional<SqliteFile> of(AmazonDynamoDBLocal engine) {
        return find(engine, DEPTH).map(SqliteFile::new);
    }

    /**
     * Lets the operating system decide when the file reaches the disk, which is several times faster. A kill -9 loses
     * nothing, because the operating system already has the data; only a loss of power may. Also overwrites deleted
     * data with zeros, so that no expired salt or erased event is left in an unused part of the file.
     */
    void configure() {
        run(connection -> {
            connection.exec("PRAGMA synchronous=OFF");
            connection.exec("PRAGMA secure_delete=ON");
            return "";
        });
    }

    /** The structural errors that SQLite finds in the file; empty if there are none. */
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

    /** Rewrites the file, without data deleted before deletions overwrote it. */
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
