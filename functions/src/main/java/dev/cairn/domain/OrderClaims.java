package dev.cairn.domain;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The orders that the events of some persons name, with everything these persons say of them (D2, D3). */
public final class OrderClaims implements OrderBook {
    private final Tagger.GoalBook goals;
    private final Map<String, OrderClaim> claims = new HashMap<>();

    /** @param goals as the version that tagged an event has them */
    public OrderClaims(Tagger.GoalBook goals) {
        this.goals = goals;
    }

    /** Adds what a person's events of a day say of any order. Harmless to repeat. */
    public void add(VisitorKey person, LocalDate day, PersonDay events) {
        for (StoredEvent event : events.events()) {
            if (event.order() != null) {
                claims.merge(event.order(), claim(person, day, event), OrderClaim::and);
            }
        }
    }

    private OrderClaim claim(VisitorKey person, LocalDate day, StoredEvent event) {
        if (event.refund()) {
            return OrderClaim.empty().with(new OrderClaim.Refund(person, day, event.idHash(), event.value()));
        }
        Set<String> contended = new TreeSet<>();
        for (String goal : event.matches()) {
            if (goals.goal(event.planVersion(), goal).map(Goal::count).orElse(Count.EVENT) == Count.ORDER) {
                contended.add(goal);
            }
        }
        return contended.isEmpty()
                ? OrderClaim.empty()
                : OrderClaim.empty()
                        .with(new OrderClaim.Contender(
                                person,
                                day,
                                event.idHash(),
                                event.at(),
                                event.seq(),
                                event.copy(),
                                contended,
                                event.server(),
                                event.value()));
    }

    @Override
    public Optional<Verdict> verdict(String goal, String order, VisitorKey visitor, StoredEvent event) {
        return Optional.ofNullable(claims.get(order)).flatMap(claim -> claim.verdict(goal, visitor, event));
    }

    @Override
    public boolean isInOtherCurrency(String order, Money refund) {
        OrderClaim claim = claims.get(order);
        return claim != null && claim.isInOtherCurrency(refund);
    }
}
