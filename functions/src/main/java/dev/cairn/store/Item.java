package dev.cairn.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One stored item.
 *
 * @param revision 1 for a new item; a replacement has the revision that was read, plus 1 (see {@link ItemStore#put})
 * @param body JSON text
 * @param expires when the item stops existing for readers; null when it is kept
 * @param deletable when the item may be deleted because nothing needs it any more, provided the work due by then is
 *     done; readers see it until it is deleted. DynamoDB deletes items past their TTL for free, whereas an explicit
 *     delete costs a write unit. Null when the item is kept or expires
 */
public record Item(
        Key key,
        long revision,
        String body,
        @Nullable Instant expires,
        @Nullable Instant deletable) {

    public Item(Key key, long revision, String body, @Nullable Instant expires) {
        this(key, revision, body, expires, null);
    }

    /** The schema version of every item that is not {@code deletable} (R8). */
    public static final int SCHEMA = 1;

    /** Identifies an item. */
    public record Key(Table table, String partition, String sort) {

        /** Unlike an enum's hash code, this one is the same in every process. */
        @Override
        public int hashCode() {
            return 31 * partition.hashCode() + sort.hashCode();
        }
    }

    /** An item that does not exist yet. */
    public static Item first(Key key, String body, @Nullable Instant expires) {
        return new Item(key, 1, body, expires);
    }

    /** This item with a new body, ready to replace the current one. */
    public Item next(String newBody) {
        return new Item(key, revision + 1, newBody, expires, deletable);
    }
}
