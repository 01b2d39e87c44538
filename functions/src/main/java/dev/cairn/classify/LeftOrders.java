package dev.cairn.classify;

import dev.cairn.domain.OrderClaim;
import dev.cairn.domain.VisitorKey;
import dev.cairn.plan.Site;
import dev.cairn.store.Claims;
import dev.cairn.store.Items;
import dev.cairn.store.VisitorDays.Id;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiPredicate;

/** Takes erased events out of the claims of their orders (D2, D3). */
final class LeftOrders {
    private final Claims claims;

    LeftOrders(Items items) {
        this.claims = new Claims(items);
    }

    /**
     * Days of whoever else has a part in the orders.
     *
     * @param touched the events to take out, by day and hash of the id
     */
    Set<Id> leave(Site site, Set<String> orders, Set<VisitorKey> persons, BiPredicate<LocalDate, Long> touched) {
        Set<Id> others = new HashSet<>();
        if (orders.isEmpty()) {
            return others;
        }
        claims.orders(site.id(), orders).forEach((order, known) -> {
            // A claim is kept as long as before: this puts no day into it.
            OrderClaim claim = claims.updateOrder(
                            site.id(),
                            order,
                            before -> without(before, persons, touched),
                            site.forgets(LocalDate.EPOCH))
                    .claim();
            claim.contenders().forEach(each -> others.add(new Id(site.id(), each.day(), each.visitor())));
            claim.refunds().forEach(each -> others.add(new Id(site.id(), each.day(), each.visitor())));
        });
        return others;
    }

    private static OrderClaim without(
            OrderClaim before, Set<VisitorKey> persons, BiPredicate<LocalDate, Long> touched) {
        OrderClaim after = before;
        for (OrderClaim.Contender each : before.contenders()) {
            if (persons.contains(each.visitor()) && touched.test(each.day(), each.idHash())) {
                after = after.without(each.visitor(), each.day(), each.idHash());
            }
        }
        for (OrderClaim.Refund each : before.refunds()) {
            if (persons.contains(each.visitor()) && touched.test(each.day(), each.idHash())) {
                after = after.without(each.visitor(), each.day(), each.idHash());
            }
        }
        return after;
    }
}
