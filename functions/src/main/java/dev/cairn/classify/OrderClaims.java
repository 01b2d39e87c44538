package dev.cairn.classify;

import dev.cairn.domain.Count;
import dev.cairn.domain.Goal;
import dev.cairn.domain.OrderClaim;
import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.VisitorDay;
import dev.cairn.plan.Plans;
import dev.cairn.plan.SiteBook;
import dev.cairn.store.Claims;
import dev.cairn.store.VisitorDays.Id;
import dev.cairn.store.VisitorDays.Loaded;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Puts events into the claims of their orders (D2, D3). */
final class OrderClaims {
    private final Plans plans;
    private final Claims claims;

    OrderClaims(Plans plans, Claims claims) {
        this.plans = plans;
        this.claims = claims;
    }

    /**
     * @param others visitor days of whoever else has a part in the orders
     * @param changed a claim was changed
     */
    record Result(Set<Id> others, boolean changed) {}

    /** @param touched by day, ids of the events that may have changed */
    Result update(Map<Id, Loaded> loaded, Function<LocalDate, Set<Long>> touched, Function<LocalDate, Instant> expiry) {
        Set<Id> others = new HashSet<>();
        boolean changed = false;
        for (Map.Entry<Id, Loaded> each : loaded.entrySet()) {
            Set<Long> ids = touched.apply(each.getKey().day());
            for (VisitorDay.Kept kept : each.getValue().day().kept()) {
                if (ids.contains(kept.event().idHash())) {
                    changed |= update(
                            each.getKey(), kept, expiry.apply(each.getKey().day()), others);
                }
            }
        }
        others.removeAll(loaded.keySet());
        return new Result(others, changed);
    }

    /** Copies of an event that disagree on the order leave all orders but the kept one's. */
    private boolean update(Id id, VisitorDay.Kept kept, Instant expires, Set<Id> others) {
        Set<String> orders = new TreeSet<>();
        for (StoredEvent copy : kept.copies()) {
            if (copy.order() != null) {
                orders.add(copy.order());
            }
        }
        boolean changed = false;
        StoredEvent event = kept.event();
        for (String order : orders) {
            boolean takesPart = !event.elsewhere() && order.equals(event.order());
            Claims.Updated updated = claims.updateOrder(
                    id.site(),
                    order,
                    before -> takesPart
                            ? contend(before, id, event)
                            : before.without(id.visitor(), id.day(), event.idHash()),
                    expires);
            updated.claim().contenders().forEach(each -> others.add(new Id(id.site(), each.day(), each.visitor())));
            changed |= updated.changed();
        }
        return changed;
    }

    private OrderClaim contend(OrderClaim before, Id id, StoredEvent event) {
        if (event.refund()) {
            return before.with(new OrderClaim.Refund(id.visitor(), id.day(), event.idHash(), event.value()));
        }
        Set<String> goals = new TreeSet<>();
        SiteBook book = new SiteBook(plans, id.site());
        for (String goal : event.matches()) {
            if (book.goal(event.planVersion(), goal).map(Goal::count).orElse(Count.EVENT) == Count.ORDER) {
                goals.add(goal);
            }
        }
        return goals.isEmpty()
                ? before.without(id.visitor(), id.day(), event.idHash())
                : before.with(new OrderClaim.Contender(
                        id.visitor(),
                        id.day(),
                        event.idHash(),
                        event.at(),
                        event.seq(),
                        goals,
                        event.server(),
                        event.value()));
    }
}
