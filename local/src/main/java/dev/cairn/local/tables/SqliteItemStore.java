package dev.cairn.local.tables;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Stores the tables in SQLite, with the same contract and tests as the DynamoDB adapter. Every read and condition
 * applies expiry by the clock. Thread-safe.
 */
final class SqliteItemStore implements ItemStore {
    /** The value that callers pass for a query without an end. */
    private static final String NO_END = "\uffff";

    private static final int ITEMS_AT_ONCE = 500;

    private final Sqlite sqlite;
    private final Clock clock;

    SqliteItemStore(Sqlite sqlite, Clock clock) {
        this.sqlite = sqlite;
        this.clock = clock;
    }

    @Override
    public Map<Item.Key, Item> get(Collection<Item.Key> keys) {
        Map<Item.Key, Item> found = new LinkedHashMap<>();
        for (Item.Key key : new LinkedHashSet<>(keys)) {
            get(key).ifPresent(item -> found.put(key, item));
        }
        return found;
    }

    @Override
    public Optional<Item> get(Item.Key key) {
        return rows(key.table(), TableSql.of(key.table()).get(), key.partition(), key.sort(), now()).stream()
                .findFirst();
    }

    @Override
    public List<Item> query(Table table, String partition, String from, String to) {
        TableSql sql = TableSql.of(table);
        return to.equals(NO_END)
                ? rows(table, sql.rest(), partition, from, now())
                : rows(table, sql.range(), partition, from, to, now());
    }

    @Override
    public void forEach(Table table, String partition, Consumer<Item> each) {
        String sql = TableSql.of(table).following();
        List<Item> some = rows(table, sql, partition, "", now(), ITEMS_AT_ONCE);
        while (!some.isEmpty()) {
            some.forEach(each);
            some = rows(table, sql, partition, some.getLast().key().sort(), now(), ITEMS_AT_ONCE);
        }
    }

    @Override
    public boolean put(Item item) {
        return (item.revision() == 1 ? putFirst(item) : putNext(item)) || isWritten(item);
    }

    private boolean putFirst(Item item) {
        return write(item, TableSql.of(item.key().table()).first(), statement -> statement.setLong(9, now()));
    }

    private boolean putNext(Item item) {
        return write(item, TableSql.of(item.key().table()).next(), statement -> {
            statement.setLong(9, item.revision() - 1);
            statement.setLong(10, now());
        });
    }

    /** Whether exactly this item is already stored, as when a write is repeated. */
    private boolean isWritten(Item item) {
        return get(item.key())
                .filter(stored ->
                        stored.revision() == item.revision() && stored.body().equals(item.body()))
                .isPresent();
    }

    @Override
    public void replace(Item item) {
        write(item, TableSql.of(item.key().table()).replace(), statement -> {});
    }

    @Override
    public boolean delete(Item.Key key, long revision) {
        return sqlite.write(
                        TableSql.of(key.table()).delete(),
                        statement -> bind(statement, key.partition(), key.sort(), revision, now()))
                > 0;
    }

    private boolean write(Item item, String sql, Sqlite.Parameters more) {
        int changed = sqlite.write(sql, statement -> {
            RowCodec.bind(statement, item);
            more.bind(statement);
        });
        // These writes are rare, and a visitor's partition key in the stream depends on the salt.
        if (item.key().table() == Table.SETTINGS || item.key().table() == Table.SALTS) {
            sqlite.sync();
        }
        return changed > 0;
    }

    private List<Item> rows(Table table, String sql, Object... parameters) {
        return sqlite.read(sql, statement -> {
            bind(statement, parameters);
            List<Item> items = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    items.add(RowCodec.read(table, rows));
                }
            }
            return items;
        });
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    /** Whole seconds, like {@code expires}: "later than now" means the same with and without the fraction. */
    private long now() {
        return clock.instant().getEpochSecond();
    }
}
