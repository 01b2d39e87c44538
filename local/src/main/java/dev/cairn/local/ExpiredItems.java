package dev.cairn.local;

import dev.cairn.local.tables.LocalDatabase;
import dev.cairn.store.Table;
import dev.cairn.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;

/**
 * Stands in for DynamoDB's TTL: deletes expired items from the disk. Expired salts (I1), which could identify a
 * visitor, are deleted at the start and within a minute. Items in the other tables take longer to find, and are deleted
 * at the start and once a day.
 */
final class ExpiredItems implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration OTHER_TABLES_EVERY = Duration.ofDays(1);

    private final LocalDatabase database;
    private final Clock clock;
    private final Timer timer;
    private long othersAtNanos = System.nanoTime() - OTHER_TABLES_EVERY.toNanos();

    ExpiredItems(LocalDatabase database, Clock clock, Telemetry telemetry) {
        this.database = database;
        this.clock = clock;
        this.timer = new Timer("expiry", EVERY, this::delete, "expired items could not be deleted", telemetry);
    }

    /** Deletes expired salts before it returns. */
    void start() {
        database.deleteExpired(Table.SALTS, clock);
        timer.start();
    }

    private String delete() {
        database.deleteExpired(Table.SALTS, clock);
        if (System.nanoTime() - othersAtNanos >= OTHER_TABLES_EVERY.toNanos()) {
            for (Table table : Table.values()) {
                database.deleteExpired(table, clock);
            }
            othersAtNanos = System.nanoTime();
        }
        return "";
    }

    @Override
    public void close() {
        timer.close();
    }
}
