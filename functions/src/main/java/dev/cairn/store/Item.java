package dev.cairn.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One stored item.
 *
 * @param revision 1 for a new item; a replacement has the revision read plus 1 (see {@link ItemStore#put})
 * @param body JSON text
 * @param expires from then on the item does not exist for readers; null when it is kept
 * @param deletable from then on the item may be gone, for nobody needs it any more who does what is to be done until then;
 *     as long as it is there, readers see it. DynamoDB deletes for nothing what has passed its time, and by request for a
 *     write unit. Null when it is kept, or expires
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

    /** The schema version every item carries (R8). */
    public static final int SCHEMA = 1;

    /** Where an item is. */
    public record Key(Table table, String partition, String sort) {

        /** The same in every process, unlike an enum's. */
        @Override
        public int hashCode() {
            return 31 * partition.hashCode() + sort.hashCode();
        }
    }

    /** An item that does not exist yet. */
    public static Item first(Key key, String body, @Nullable Instant expires) {
        return new Item(key, 1, body, expires);
    }

    /** This item with another body, to be put over this one. */
    public Item next(String newBody) {
        return new Item(key, revision + 1, newBody, expires, deletable);
    }
}
