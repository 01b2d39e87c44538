package dev.cairn.domain.visit;

import dev.cairn.domain.event.Money;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.goal.Conversion;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.order.OrderDeduplicator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A visitor's tagged day: a function of the set of its events, the visitor's other days and stored averages (G5).
 *
 * @param visits in order; empty for link level none
 * @param events all events, in order T4
 * @param conversions the conversions counted in F8
 * @param refundsInOtherCurrency refunds without effect because their order has a different currency (D3)
 * @param adjusted events whose orders have refunds (D3)
 */
public record TaggedDay(
        List<Visit> visits,
        List<TaggedEvent> events,
        List<Conversion> conversions,
        List<StoredEvent> refundsInOtherCurrency,
        List<AdjustedEvent> adjusted) {
    public static final TaggedDay NOTHING = new TaggedDay(List.of(), List.of(), List.of(), List.of(), List.of());

    /**
     * An event at which an order counts, or would count without its refunds.
     *
     * @param event index into the events
     * @param adjustments the changes made by its refunds, in order of time
     */
    public record AdjustedEvent(int event, Goal goal, List<OrderDeduplicator.Adjustment> adjustments) {}

    /**
     * @param visit index into the visits, -1 for link level none
     * @param goals the goals it meets
     * @param values its value by goal; goals without a value are absent
     */
    public record TaggedEvent(StoredEvent event, int visit, Set<String> goals, Map<String, Money> values) {}
}
