package dev.cairn.domain.funnel;

import dev.cairn.domain.event.Money;
import dev.cairn.domain.event.TrafficSource;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;

/**
 * One event of a visitor as a funnel sees it: it meets goals, or its name may exclude an entry. Lists are in order T4.
 *
 * @param day its local day
 * @param at epoch milliseconds
 * @param name the event's name
 * @param goals ids of the goals it meets, except goals of an order that counts at another event or was refunded (D2,
 *     D3)
 * @param touch the traffic source of its visit
 * @param values its value by goal; goals without a value are absent
 */
public record FunnelEvent(
        LocalDate day, long at, String name, Set<String> goals, TrafficSource touch, Map<String, Money> values) {}
