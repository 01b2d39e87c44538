package dev.cairn.domain.funnel;

import dev.cairn.domain.event.Money;
import dev.cairn.domain.event.TrafficSource;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;

/**
 * One event of a visitor as a funnel sees it: it met goals, or its name may exclude. A list of them is in order T4.
 *
 * @param day its local day
 * @param at epoch milliseconds
 * @param name the event's name
 * @param goals ids of the goals it meets; a lost or refunded order's goals are not among them (D2, D3)
 * @param touch of the visit it is in
 * @param values what it is worth under a goal, where that is anything
 */
public record FunnelEvent(
        LocalDate day, long at, String name, Set<String> goals, TrafficSource touch, Map<String, Money> values) {}
