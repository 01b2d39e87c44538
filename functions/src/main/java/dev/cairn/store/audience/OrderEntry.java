package dev.cairn.store.audience;

import dev.cairn.domain.event.Money;
import dev.cairn.store.ItemStore;
import org.jspecify.annotations.Nullable;

/**
 * An entry in the list of orders that is kept for each bucket of a day: a conversion of a goal with
 * {@code count: order}, or a fully refunded order, which is no longer a conversion. It does not identify the visitor.
 *
 * @param order hash of the order id; null when the event had none
 * @param at epoch milliseconds
 * @param value after refunds; null when it has none, and for a refunded order
 * @param channel of the visit; null without a visit
 * @param refunded whether the order was fully refunded
 * @param verified whether a server key sent an event of the order
 */
public record OrderEntry(
        String goal,
        @Nullable String order,
        long at,
        @Nullable Money value,
        @Nullable String channel,
        boolean refunded,
        boolean verified) {

    public static BucketLists<OrderEntry> lists(ItemStore items) {
        return new BucketLists<>(items, "orders", OrderEntry.class);
    }
}
