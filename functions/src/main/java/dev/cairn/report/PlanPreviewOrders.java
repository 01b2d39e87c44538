package dev.cairn.report;

import dev.cairn.domain.Count;
import dev.cairn.domain.Goal;
import dev.cairn.domain.OrderBook;
import dev.cairn.domain.OrderClaim;
import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.VisitorKey;
import dev.cairn.store.Claims;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which event an order would count at under drafted goals (D2, D3): the stored claims, with what the sample's events
 * would contend for.
 */
final class PlanPreviewOrders {
    private final Map<String, Goal> goals;
    private final Map<String, OrderClaim> claims = new HashMap<>();

    PlanPreviewOrders(Map<String, Goal> goals) {
        this.goals = goals;
    }

    OrderBook book(VisitorSample sample, PlanPreviewTags tags, Claims stored, String site) {
        Set<String> orders = new HashSet<>();
        sample.all()
                .forEach(person -> person.day().events().stream()
                        .map(StoredEvent::order)
                        .filter(java.util.Objects::nonNull)
                        .forEach(orders::add));
        if (orders.isEmpty()) {
            return OrderBook.EMPTY;
        }
        claims.putAll(stored.orders(site, orders));
        sample.persons()
                .forEach((visitor, days) -> days.forEach((day, person) -> person.day().events().stream()
                        .map(tags::tagged)
                        .filter(event -> !event.refund())
                        .forEach(event -> contend(visitor, day, event))));
        return OrderBook.of(claims);
    }

    private void contend(VisitorKey visitor, LocalDate day, StoredEvent event) {
        String order = event.order();
        if (order == null) {
            return;
        }
        Set<String> contended = new TreeSet<>(event.matches());
        contended.removeIf(id -> !goals.containsKey(id) || goals.get(id).count() != Count.ORDER);
        OrderClaim before = claims.getOrDefault(order, OrderClaim.empty());
        claims.put(
                order,
                contended.isEmpty()
                        ? before.without(visitor, day, event.idHash())
                        : before.with(new OrderClaim.Contender(
                                visitor,
                                day,
                                event.idHash(),
                                event.at(),
                                event.seq(),
                                event.copy(),
                                contended,
                                event.server(),
                                event.value())));
    }
}
