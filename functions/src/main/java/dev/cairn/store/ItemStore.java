package dev.cairn.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The tables. Reads are strongly consistent and do not see expired items. A call either does what it says or throws
 * an unchecked exception; after an exception a write may or may not have happened (its answer was lost), so every
 * caller's writes are idempotent.
 */
public interface ItemStore {

    /** The items that exist, by key. Any number of keys; {@code UnprocessedKeys} are fetched again. */
    Map<Item.Key, Item> get(Collection<Item.Key> keys);

    default Optional<Item> get(Item.Key key) {
        return Optional.ofNullable(get(List.of(key)).get(key));
    }

    /** All items of a partition with {@code from <= sort <= to}, in order of sort, all pages. */
    List<Item> query(Table table, String partition, String from, String to);

    /** All items of a partition. */
    default List<Item> query(Table table, String partition) {
        return query(table, partition, "", "\uffff");
    }

    /** All items of a partition, one after the other without keeping them, for one that may be large. */
    default void forEach(Table table, String partition, Consumer<Item> each) {
        query(table, partition).forEach(each);
    }

    /**
     * Writes the item only if the stored revision is {@code item.revision() - 1}, where an absent or expired item has
     * revision 0. False when another was faster. True also when exactly this item is there already: the answer to an
     * earlier try may have been lost, so of two who write the same each may be told that it was them.
     */
    boolean put(Item item);

    /** Writes the item whatever is there. */
    void replace(Item item);

    /** Deletes the item only if its revision is still {@code revision}. False when it is not (or it is gone). */
    boolean delete(Item.Key key, long revision);
}
