package dev.cairn.domain.statistic;

import dev.cairn.domain.goal.Conversion;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the conversions of a {@code count: order} goal without an order id. Each one counts, even if it is a repeat
 * (D2).
 */
public record OrderlessCounts(long conversions) implements Counts<OrderlessCounts> {

    public static final SiteStatistic<Map<String, OrderlessCounts>> STATISTIC =
            SiteStatistic.of("orderless", StatisticValues.byName(OrderlessCounts.class), Map.of(), OrderlessCounts::of);

    /** Counts by goal. */
    public static Map<String, OrderlessCounts> of(VisitorDayInput input) {
        Map<String, OrderlessCounts> goals = new TreeMap<>();
        for (Conversion conversion : input.tagged().conversions()) {
            if (conversion.withoutOrder()) {
                goals.merge(conversion.goal(), new OrderlessCounts(1), OrderlessCounts::plus);
            }
        }
        return goals;
    }

    @Override
    public OrderlessCounts plus(OrderlessCounts other) {
        return new OrderlessCounts(conversions + other.conversions);
    }

    @Override
    public long weight() {
        return conversions;
    }
}
