package dev.cairn.collect.stream;

import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.Delivery.Rejected;
import dev.cairn.store.EventStream.Entry;
import dev.cairn.store.codec.DeliveryCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rejected events by reason, as one record for the stream: a {@link Delivery} without events that contains each of them
 * as a {@link Rejected} without payload. Readers that do not know such records therefore count them too.
 *
 * <p>Its id stays the same each time it is sent, so the classifier counts it once, even if the stream stored it without
 * confirming it.
 */
record RejectionCountsRecord(
        String id,
        String partitionKey,
        String site,
        long receivedAt,
        int planVersion,
        SortedMap<String, Integer> rejected) {

    /** The counts of an entry that contains only rejected events; their payloads are not kept. */
    static RejectionCountsRecord of(Entry entry) {
        Delivery delivery = DeliveryCodec.read(entry.data());
        SortedMap<String, Integer> rejected = new TreeMap<>();
        delivery.rejected().forEach(each -> rejected.merge(each.reason(), 1, Integer::sum));
        return new RejectionCountsRecord(
                delivery.id(),
                entry.partitionKey(),
                delivery.site(),
                delivery.receivedAt(),
                delivery.planVersion(),
                rejected);
    }

    Entry entry() {
        return new Entry(partitionKey, DeliveryCodec.write(delivery()));
    }

    private Delivery delivery() {
        List<Rejected> all = new ArrayList<>();
        rejected.forEach((reason, count) -> all.addAll(Collections.nCopies(count, Rejected.counted(reason))));
        return new Delivery(id, site, receivedAt, planVersion, Delivery.Sender.NOBODY, List.of(), List.copyOf(all));
    }
}
