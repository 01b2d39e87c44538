package dev.cairn.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads and writes the tables. Reads are strongly consistent and do not see expired items. A call either completes or
 * throws an unchecked exception. After an exception a write may or may not have happened (the response was lost), so
 * all writes must be idempotent.
 */
public interface ItemStore {

    /** The existing items, by key. Accepts any number of keys; {@code UnprocessedKeys} are fetched again. */
    Map<Item.Key, Item> get(Collection<Item.Key> keys);

    default Optional<Item> get(Item.Key key) {
        return Optional.ofNullable(get(List.of(key)).get(key));
    }

    /** All items of a partition with {@code from <= sort <= to}, ordered by sort key, across all pages. */
    List<Item> query(Table table, String partition, String from, String to);

    /** All items of a partition. */
    default List<Item> query(Table table, String partition) {
        return query(table, partition, "", "\uffff");
    }

    /** Visits all items of a partition one by one without holding them in memory; for partitions that may be large. */
    default void forEach(Table table, String partition, Consumer<Item> each) {
        query(table, partition).forEach(each);
    }

    /**
     * Writes the item only if the stored revision is {@code item.revision() - 1}, where an absent or expired item has
     * revision 0. Returns false when another writer won. Also returns true when exactly this item is already stored,
     * because the response to an earlier attempt may have been lost. Two writers of identical items may therefore both
     * get true.
     */
    boolean put(Item item);

    /** Writes the item unconditionally. */
    void replace(Item item);

    /**
     * Deletes the item only if its revision is still {@code revision}. Returns false when the revision differs or the
     * item is gone.
     */
    boolean delete(Item.Key key, long revision);
}
