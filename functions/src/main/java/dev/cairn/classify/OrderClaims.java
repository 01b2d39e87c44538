package dev.cairn.classify;

import dev.cairn.domain.Count;
import dev.cairn.domain.Goal;
import dev.cairn.domain.OrderClaim;
import dev.cairn.domain.PersonDay.Home;
import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.VisitorDay.Kept;
import dev.cairn.plan.Plans;
import dev.cairn.plan.SiteBook;
import dev.cairn.store.Claims;
import dev.cairn.store.VisitorDays.Id;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts a person's events into the claims of their orders, and takes out what is no event of theirs (D2, D3). */
final class OrderClaims {
    private final Plans plans;
    private final Claims claims;

    OrderClaims(Plans plans, Claims claims) {
        this.plans = plans;
        this.claims = claims;
    }

    /**
     * @param others days of whoever else has a part in the orders
     * @param changed a claim was changed
     */
    record Result(Set<Id> others, boolean changed) {}

    /**
     * @param days the person's, with the events that count on them
     * @param touched events that may have changed
     */
    Result update(
            Homes homes,
            Map<Id, Map<Long, StoredEvent>> days,
            BiPredicate<LocalDate, Long> touched,
            Function<LocalDate, Instant> expiry) {
        Set<Id> others = new HashSet<>();
        boolean changed = false;
        for (Map.Entry<Id, Map<Long, StoredEvent>> day : days.entrySet()) {
            Id id = day.getKey();
            for (Home home : homes.on(id.day())) {
                for (Kept kept : home.day().kept()) {
                    long event = kept.event().idHash();
                    if (touched.test(id.day(), event)) {
                        changed |= update(id, kept, day.getValue().get(event), expiry.apply(id.day()), others);
                    }
                }
            }
        }
        others.removeAll(days.keySet());
        return new Result(others, changed);
    }

    /** Copies of an event that disagree on the order leave all orders but that of the one that counts. */
    private boolean update(Id id, Kept kept, @Nullable StoredEvent event, Instant expires, Set<Id> others) {
        Set<String> orders = new TreeSet<>();
        for (StoredEvent copy : kept.copies()) {
            if (copy.order() != null) {
                orders.add(copy.order());
            }
        }
        boolean changed = false;
        for (String order : orders) {
            boolean takesPart = event != null && order.equals(event.order());
            Claims.Updated updated = claims.updateOrder(
                    id.site(),
                    order,
                    before -> takesPart
                            ? contend(before, id, event)
                            : before.without(
                                    id.visitor(), id.day(), kept.event().idHash()),
                    expires);
            updated.claim().contenders().forEach(each -> others.add(new Id(id.site(), each.day(), each.visitor())));
            // A refund's day tells whether its currency is the order's (D3).
            updated.claim().refunds().forEach(each -> others.add(new Id(id.site(), each.day(), each.visitor())));
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
                        event.copy(),
                        goals,
                        event.server(),
                        event.value()));
    }

    /** By id. */
    static Map<Long, StoredEvent> byId(Iterable<StoredEvent> events) {
        Map<Long, StoredEvent> byId = new HashMap<>();
        events.forEach(event -> byId.put(event.idHash(), event));
        return byId;
    }
}
