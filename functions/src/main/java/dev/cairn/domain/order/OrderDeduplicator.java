package dev.cairn.domain.order;

import dev.cairn.domain.event.Money;
import dev.cairn.domain.event.OrderHash;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts each order once: decides at which of its events it counts, and with what amount (D2, D3). */
public interface OrderDeduplicator {

    /**
     * The verdict on one event that meets a {@code count: order} goal and has an order id.
     *
     * @param counts false if the order counts at another event or was removed
     * @param amount value of the order after refunds; null if none of its events has an amount
     * @param verified whether a server key sent an event of the order that meets the goal
     */
    record Verdict(boolean counts, @Nullable Money amount, boolean verified) {}

    /** Returns the verdict; empty if nothing is known about the order. The event then counts as it is. */
    Optional<Verdict> verdict(String goal, OrderHash order, VisitorKey visitor, StoredEvent event);

    /**
     * The effect of a refund on a conversion's value.
     *
     * @param at time of the refund, epoch milliseconds
     * @param left remaining amount of the order; null if nothing is left
     */
    record Adjustment(long at, @Nullable Money left) {}

    /**
     * Returns the refunds that changed the order's amount, in order of time. If one removed the order, it is the last.
     * Empty unless the order counts at this event, or would count without the refunds.
     */
    default List<Adjustment> adjustments(String goal, OrderHash order, VisitorKey visitor, StoredEvent event) {
        return List.of();
    }

    /** Whether the refund's currency differs from the order's; such a refund has no effect (D3). */
    boolean isInOtherCurrency(OrderHash order, Money refund);
}
