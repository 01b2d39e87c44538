package dev.cairn.local.tables;

import dev.cairn.store.Table;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The SQL statements for one table. In writes, parameters 1 to 8 are those of {@link RowCodec#bind}.
 *
 * @param get partition, sort, now
 * @param range partition, first sort, last sort, now
 * @param rest partition, first sort, now
 * @param following partition, sort, now, limit; the items after that sort
 * @param first 9 is now; changes nothing if an unexpired item exists
 * @param next 9 is the revision to be replaced, 10 is now
 * @param replace inserts or overwrites unconditionally
 * @param delete partition, sort, revision, now
 */
record TableSql(
        String get,
        String range,
        String rest,
        String following,
        String first,
        String next,
        String replace,
        String delete) {

    private static final String ALIVE = "(expires IS NULL OR expires > ?)";
    private static final Map<Table, TableSql> ALL = all();

    static TableSql of(Table table) {
        return Objects.requireNonNull(ALL.get(table));
    }

    /** Ordered by the key, without a separate index. Keys are compared as UTF-8, as in DynamoDB. */
    static String create(Table table) {
        return "CREATE TABLE IF NOT EXISTS " + table + " (partition TEXT NOT NULL, sort TEXT NOT NULL,"
                + " schema INTEGER NOT NULL, revision INTEGER NOT NULL, expires INTEGER, deletable INTEGER,"
                + " body BLOB NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (partition, sort)) WITHOUT ROWID";
    }

    static String selectAll(Table table) {
        return "SELECT " + RowCodec.COLUMNS + " FROM " + table;
    }

    private static Map<Table, TableSql> all() {
        Map<Table, TableSql> all = new EnumMap<>(Table.class);
        for (Table table : Table.values()) {
            String rows = selectAll(table) + " WHERE partition = ? AND ";
            String write = "INSERT INTO " + table + " (" + RowCodec.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (partition, sort) DO UPDATE SET schema = excluded.schema,"
                    + " revision = excluded.revision, expires = excluded.expires, deletable = excluded.deletable,"
                    + " body = excluded.body, checksum = excluded.checksum";
            all.put(
                    table,
                    new TableSql(
                            rows + "sort = ? AND " + ALIVE,
                            rows + "sort >= ? AND sort <= ? AND " + ALIVE + " ORDER BY sort",
                            rows + "sort >= ? AND " + ALIVE + " ORDER BY sort",
                            rows + "sort > ? AND " + ALIVE + " ORDER BY sort LIMIT ?",
                            write + " WHERE expires <= ?",
                            "UPDATE " + table + " SET schema = ?3, revision = ?4, expires = ?5, deletable = ?6,"
                                    + " body = ?7, checksum = ?8 WHERE partition = ?1 AND sort = ?2 AND revision = ?9"
                                    + " AND (expires IS NULL OR expires > ?10)",
                            write,
                            "DELETE FROM " + table + " WHERE partition = ? AND sort = ? AND revision = ? AND "
                                    + ALIVE));
        }
        return all;
    }
}
