package dev.cairn.model;

import dev.cairn.domain.event.Money;
import dev.cairn.domain.goal.CountingMethod;
import dev.cairn.domain.goal.Goal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Determines the event at which an order counts and its value there (D2, D3), and every event's values by goal (G3).
 */
final class Orders {
    /**
     * Server key with a visitor, browser with a visitor, server key without, browser without; among equals the first.
     * Of copies of one event by several visitors, the smallest (D1).
     */
    private static final Comparator<Event> FIRST_COUNTS = Comparator.<Event, Boolean>comparing(
                    event -> event.copy().link() == Link.NONE)
            .thenComparing(event -> !event.copy().server())
            .thenComparing(Journeys.T4)
            .thenComparing(Event::copy, Copy.SMALLEST);

    private final Map<Order, List<Event>> contenders = new HashMap<>();
    private final Map<String, List<Copy>> refunds = new HashMap<>();

    private record Order(String goal, String id) {}

    Orders(List<Event> events) {
        for (Event event : events) {
            String id = event.copy().order();
            if (id != null && event.copy().refund()) {
                refunds.computeIfAbsent(id, any -> new ArrayList<>()).add(event.copy());
            } else if (id != null) {
                event.goals().values().stream()
                        .filter(goal -> goal.count() == CountingMethod.ORDER)
                        .forEach(goal -> contenders
                                .computeIfAbsent(new Order(goal.id(), id), any -> new ArrayList<>())
                                .add(event));
            }
        }
        contenders.values().forEach(all -> all.sort(FIRST_COUNTS));
    }

    /** The event with its final goals and values. */
    Event settled(Event event) {
        Map<String, Goal> met = new TreeMap<>();
        Map<String, Money> values = new TreeMap<>();
        Set<String> unverified = new TreeSet<>();
        event.goals().forEach((id, goal) -> {
            boolean isOrder =
                    goal.count() == CountingMethod.ORDER && event.copy().order() != null;
            Order order = new Order(id, isOrder ? event.copy().order() : "");
            if (!isOrder || counts(order, event)) {
                met.put(id, goal);
                if (isOrder ? contenders.get(order).stream().noneMatch(Orders::byServer) : !byServer(event)) {
                    unverified.add(id);
                }
                Money own = isOrder ? left(order) : event.copy().value();
                Money value = goal.value().of(own);
                if (value != null) {
                    values.put(id, value);
                }
            }
        });
        return event.with(met, values, unverified);
    }

    private static boolean byServer(Event event) {
        return event.copy().server();
    }

    private boolean counts(Order order, Event event) {
        return contenders.get(order).getFirst().equals(event) && !isRemoved(order);
    }

    /** The order's amount: the one from a server key, else that of the event at which it counts. */
    private @Nullable Money sold(Order order) {
        List<Event> all = contenders.get(order);
        return all.stream()
                .filter(each -> each.copy().server() && each.copy().value() != null)
                .findFirst()
                .orElse(all.getFirst())
                .copy()
                .value();
    }

    private @Nullable Money left(Order order) {
        Money sold = sold(order);
        return sold == null ? null : new Money(sold.amount().subtract(back(order, sold)), sold.currency());
    }

    private BigDecimal back(Order order, Money sold) {
        return refunds(order).stream()
                .filter(each -> each.value() != null && each.value().currency().equals(sold.currency()))
                .map(each -> each.value().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Whether the order has a value, but under no goal one in the refund's currency. */
    boolean isRefundInOtherCurrency(Copy copy) {
        if (!copy.refund() || copy.order() == null || copy.value() == null) {
            return false;
        }
        List<String> currencies = contenders.keySet().stream()
                .filter(order -> order.id.equals(copy.order()))
                .map(this::sold)
                .filter(Objects::nonNull)
                .map(Money::currency)
                .toList();
        return !currencies.isEmpty() && !currencies.contains(copy.value().currency());
    }

    private boolean isRemoved(Order order) {
        if (refunds(order).stream().anyMatch(each -> each.value() == null)) {
            return true;
        }
        Money sold = sold(order);
        return sold != null
                && back(order, sold).signum() > 0
                && back(order, sold).compareTo(sold.amount()) >= 0;
    }

    private List<Copy> refunds(Order order) {
        return refunds.getOrDefault(order.id, List.of());
    }
}
