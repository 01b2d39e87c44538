package dev.cairn.domain.person;

import dev.cairn.domain.event.GoalMatch;
import dev.cairn.domain.event.Money;
import dev.cairn.domain.event.OrderHash;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.goal.CountingMethod;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.order.OrderDeduplicator;
import dev.cairn.domain.order.OrderLedger;
import dev.cairn.domain.visit.VisitorDayTagger;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Collects the ledgers of all orders to which the events of some persons refer (D2, D3). */
public final class OrderLedgers implements OrderDeduplicator {
    private final VisitorDayTagger.GoalBook goals;
    private final Map<OrderHash, OrderLedger> claims = new HashMap<>();

    /** @param goals the goals as defined by the plan version that tagged an event */
    public OrderLedgers(VisitorDayTagger.GoalBook goals) {
        this.goals = goals;
    }

    /** Adds the order events and refunds of a person's day. Idempotent. */
    public void add(VisitorKey person, LocalDate day, PersonDay events) {
        for (StoredEvent event : events.events()) {
            if (event.order() != null) {
                claims.merge(event.order(), claim(person, day, event), OrderLedger::and);
            }
        }
    }

    private OrderLedger claim(VisitorKey person, LocalDate day, StoredEvent event) {
        if (event.refund()) {
            return OrderLedger.empty().with(new OrderLedger.Refund(person, day, event.id(), event.at(), event.value()));
        }
        Set<String> contended = new TreeSet<>();
        for (GoalMatch match : event.matches()) {
            if (match.isUnconditional()
                    && goals.goal(event.planVersion(), match.goal())
                                    .map(Goal::count)
                                    .orElse(CountingMethod.EVENT)
                            == CountingMethod.ORDER) {
                contended.add(match.goal());
            }
        }
        return contended.isEmpty()
                ? OrderLedger.empty()
                : OrderLedger.empty()
                        .with(new OrderLedger.Contender(
                                person, day, event.key(), event.copy(), contended, event.server(), event.value()));
    }

    @Override
    public Optional<Verdict> verdict(String goal, OrderHash order, VisitorKey visitor, StoredEvent event) {
        return Optional.ofNullable(claims.get(order)).flatMap(claim -> claim.verdict(goal, visitor, event));
    }

    @Override
    public List<Adjustment> adjustments(String goal, OrderHash order, VisitorKey visitor, StoredEvent event) {
        OrderLedger claim = claims.get(order);
        return claim == null ? List.of() : claim.adjustments(goal, visitor, event);
    }

    @Override
    public boolean isInOtherCurrency(OrderHash order, Money refund) {
        OrderLedger claim = claims.get(order);
        return claim != null && claim.isInOtherCurrency(refund);
    }
}
