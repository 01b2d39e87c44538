package dev.cairn.store;

import java.util.List;
import java.util.Set;

/** The stream between collector and classifier. */
public interface EventStream {

    /** One record: all records of a partition key stay in order. */
    record Entry(String partitionKey, byte[] data) {}

    /**
     * Offers up to 500 entries once and returns the indexes of those that were not confirmed. Throws an unchecked
     * exception when nothing is known of any of them.
     */
    Set<Integer> put(List<Entry> entries);

    /** Offers one record to every shard, in order with all others of that shard. */
    default void putToEveryShard(byte[] data) {
        put(List.of(new Entry("every shard", data)));
    }
}
