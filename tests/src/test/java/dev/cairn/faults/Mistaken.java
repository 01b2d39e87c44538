package dev.cairn.faults;

import dev.cairn.store.Hashes;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Tables that simulate a bug for one visitor, and that can be unavailable. */
final class Mistaken implements ItemStore {
    /** All of this visitor's items have this in their keys. */
    static final String VISITOR = "d.breaks-our-code";

    static final String ORDER = "breaks-our-code";

    private final ItemStore tables;
    private final Predicate<Item.Key> read;
    private final Predicate<Item.Key> written;
    private boolean away;

    private Mistaken(ItemStore tables, Predicate<Item.Key> read, Predicate<Item.Key> written) {
        this.tables = tables;
        this.read = read;
        this.written = written;
    }

    /** None of the visitor's items can be read or written. */
    static Mistaken atOnce(ItemStore tables) {
        return new Mistaken(tables, Mistaken::isOfVisitor, Mistaken::isOfVisitor);
    }

    /** The {@link #ORDER} cannot be written, which happens after the visitor day. */
    static Mistaken afterTheVisitorDay(ItemStore tables) {
        return new Mistaken(tables, key -> false, key -> key.partition().endsWith("#" + Hashes.text(ORDER)));
    }

    /** Until told otherwise. */
    void away(boolean now) {
        away = now;
    }

    private static boolean isOfVisitor(Item.Key key) {
        return key.sort().contains(VISITOR) || key.partition().contains(VISITOR);
    }

    private void check(boolean mistake) {
        if (away) {
            throw new IllegalStateException("injected: the table is away");
        }
        if (mistake) {
            throw new NullPointerException("injected");
        }
    }

    @Override
    public Map<Item.Key, Item> get(Collection<Item.Key> keys) {
        check(keys.stream().anyMatch(read));
        return tables.get(keys);
    }

    @Override
    public List<Item> query(Table table, String partition, String from, String to) {
        check(read.test(new Item.Key(table, partition, from)));
        return tables.query(table, partition, from, to);
    }

    @Override
    public boolean put(Item item) {
        check(written.test(item.key()));
        return tables.put(item);
    }

    @Override
    public void replace(Item item) {
        check(written.test(item.key()));
        tables.replace(item);
    }

    @Override
    public boolean delete(Item.Key key, long revision) {
        check(written.test(key));
        return tables.delete(key, revision);
    }
}
