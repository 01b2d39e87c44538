package dev.cairn.domain;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything said of one order of a site, by whomever and whenever: a set, so that the verdict does not depend on the
 * order of arrival (D2, D3).
 */
public record OrderClaim(List<Contender> contenders, List<Refund> refunds) {

    /**
     * An event with the order's id that meets {@code count: order} goals and is no bot's.
     *
     * @param day local day it is kept under
     * @param copy of the event that counts; it decides where two visitors sent the same id at the same time
     */
    public record Contender(
            VisitorKey visitor,
            LocalDate day,
            long idHash,
            long at,
            long seq,
            StoredEvent.Copy copy,
            Set<String> goals,
            boolean server,
            @Nullable Money value) {

        boolean is(VisitorKey otherVisitor, LocalDate otherDay, long otherId) {
            return idHash == otherId && day.equals(otherDay) && visitor.equals(otherVisitor);
        }
    }

    /** @param amount null when it takes back the whole order */
    public record Refund(
            VisitorKey visitor,
            LocalDate day,
            long idHash,
            @Nullable Money amount) {

        boolean is(VisitorKey otherVisitor, LocalDate otherDay, long otherId) {
            return idHash == otherId && day.equals(otherDay) && visitor.equals(otherVisitor);
        }
    }

    /** With a visitor before without one, a server key before a browser, then in order T4 (D2). */
    private static final Comparator<Contender> FIRST_COUNTS = Comparator.<Contender, Boolean>comparing(
                    contender -> contender.visitor().link() == LinkLevel.NONE)
            .thenComparing(contender -> !contender.server())
            .thenComparingLong(Contender::at)
            .thenComparingLong(Contender::seq)
            .thenComparing(Contender::idHash, Long::compareUnsigned)
            .thenComparing(Contender::copy)
            .thenComparing(contender -> contender.visitor().toString());

    public static OrderClaim empty() {
        return new OrderClaim(List.of(), List.of());
    }

    /** Everything that either of the two says. */
    public OrderClaim and(OrderClaim other) {
        OrderClaim all = this;
        for (Contender each : other.contenders) {
            all = all.with(each);
        }
        for (Refund each : other.refunds) {
            all = all.with(each);
        }
        return all;
    }

    /** With this contender instead of whatever the same event said before. */
    public OrderClaim with(Contender contender) {
        OrderClaim others = without(contender.visitor(), contender.day(), contender.idHash());
        List<Contender> changed = new ArrayList<>(others.contenders);
        changed.add(contender);
        changed.sort(FIRST_COUNTS);
        return new OrderClaim(List.copyOf(changed), others.refunds);
    }

    /** With this refund instead of whatever the same event said before. */
    public OrderClaim with(Refund refund) {
        OrderClaim others = without(refund.visitor(), refund.day(), refund.idHash());
        List<Refund> changed = new ArrayList<>(others.refunds);
        changed.add(refund);
        changed.sort(Comparator.comparing(Refund::idHash, Long::compareUnsigned)
                .thenComparing(each -> each.visitor().toString())
                .thenComparing(Refund::day));
        return new OrderClaim(others.contenders, List.copyOf(changed));
    }

    /** Without whatever this event said. */
    public OrderClaim without(VisitorKey visitor, LocalDate day, long idHash) {
        return new OrderClaim(
                contenders.stream()
                        .filter(each -> !each.is(visitor, day, idHash))
                        .toList(),
                refunds.stream().filter(each -> !each.is(visitor, day, idHash)).toList());
    }

    /** Whether the order counts at this event, and with what amount. Empty when the event is no contender. */
    public Optional<OrderBook.Verdict> verdict(String goal, VisitorKey visitor, StoredEvent event) {
        List<Contender> inOrder = contenders.stream()
                .filter(each -> each.goals().contains(goal))
                .sorted(FIRST_COUNTS)
                .toList();
        if (inOrder.stream().noneMatch(each -> isOf(each, visitor, event))) {
            return Optional.empty();
        }
        Money amount = inOrder.stream()
                .filter(each -> each.server() && each.value() != null)
                .findFirst()
                .orElse(inOrder.getFirst())
                .value();
        Money left = afterRefunds(amount);
        boolean removed = isRemoved(amount, left);
        return Optional.of(new OrderBook.Verdict(isOf(inOrder.getFirst(), visitor, event) && !removed, left));
    }

    private static boolean isOf(Contender contender, VisitorKey visitor, StoredEvent event) {
        return contender.idHash() == event.idHash()
                && contender.at() == event.at()
                && contender.visitor().equals(visitor);
    }

    private @Nullable Money afterRefunds(@Nullable Money amount) {
        if (amount == null) {
            return null;
        }
        BigDecimal back = refunds.stream()
                .filter(refund ->
                        refund.amount() != null && refund.amount().currency().equals(amount.currency()))
                .map(refund -> refund.amount().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new Money(amount.amount().subtract(back), amount.currency());
    }

    private boolean isRemoved(@Nullable Money amount, @Nullable Money left) {
        boolean wholly = refunds.stream().anyMatch(refund -> refund.amount() == null);
        boolean usedUp = amount != null
                && left != null
                && left.amount().compareTo(amount.amount()) < 0
                && left.amount().signum() <= 0;
        return wholly || usedUp;
    }
}
