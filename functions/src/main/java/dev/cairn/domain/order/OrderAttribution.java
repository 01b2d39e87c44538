package dev.cairn.domain.order;

import dev.cairn.domain.event.Money;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which event an order counts at (D2, D3). */
public interface OrderAttribution {

    /**
     * The verdict on one event that meets a {@code count: order} goal and has an order id.
     *
     * @param counts false for a loser, and for all events of a removed order
     * @param amount what the order is worth, refunds subtracted; null when no event of it named an amount
     * @param verified a server key sent an event of the order that meets the goal
     */
    record Verdict(boolean counts, @Nullable Money amount, boolean verified) {}

    /** Empty when nothing is known of the order yet: then the event counts as it is. */
    Optional<Verdict> verdict(String goal, String order, VisitorKey visitor, StoredEvent event);

    /** Whether a refund of this amount is in another currency than the order, so that it changes nothing (D3). */
    boolean isInOtherCurrency(String order, Money refund);
}
