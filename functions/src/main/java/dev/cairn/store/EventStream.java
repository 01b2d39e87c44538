package dev.cairn.store;

import java.util.List;
import java.util.Set;

/** The stream between collector and classifier. */
public interface EventStream {

    /** One record. Records with the same partition key stay in order. */
    record Entry(String partitionKey, byte[] data) {}

    /**
     * Offers up to 500 entries once and returns the indexes of those that were not confirmed. Throws an unchecked
     * exception when the outcome of every entry is unknown.
     */
    Set<Integer> put(List<Entry> entries);

    /** Sends one record to every shard, in order with that shard's other records. */
    default void putToEveryShard(byte[] data) {
        put(List.of(new Entry("every shard", data)));
    }
}
