package dev.cairn.local.services;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteJob;
import com.almworks.sqlite4java.SQLiteQueue;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import java.lang.reflect.Field;
import java.util.Optional;

/**
 * Lets the operating system decide when SQLite's file reaches the disk ({@code PRAGMA synchronous=OFF}), which is
 * several times faster. Written data is in the hands of the operating system, so a kill -9 loses nothing; only a loss
 * of power may. The pragma applies to one connection and DynamoDB Local has no setting for it, so its connection is
 * looked up by reflection; if it is not found, everything works, but slower.
 */
final class SqliteAsyncWrites {
    /** From the client to its engine, to the SQLite access, to the queue; plus one for a wrapper. */
    private static final int DEPTH = 5;

    private SqliteAsyncWrites() {}

    /** False when nothing was changed. */
    static boolean apply(AmazonDynamoDBLocal engine) {
        return find(engine, DEPTH).map(SqliteAsyncWrites::apply).orElse(false);
    }

    private static boolean apply(SQLiteQueue queue) {
        return Boolean.TRUE.equals(queue.execute(new SQLiteJob<Boolean>() {
                    @Override
                    protected Boolean job(SQLiteConnection connection) throws SQLiteException {
                        connection.exec("PRAGMA synchronous=OFF");
                        return true;
                    }
                })
                .complete());
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
