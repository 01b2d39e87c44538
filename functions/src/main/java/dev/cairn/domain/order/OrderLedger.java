package dev.cairn.domain.order;

import dev.cairn.domain.event.EventHash;
import dev.cairn.domain.event.EventOrderKey;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.Money;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Collects all events of one order of a site, from any sender and any time. It is a set, so the order of arrival does
 * not affect the verdict (D2, D3).
 */
public record OrderLedger(List<Contender> contenders, List<Refund> refunds) {

    /**
     * An event with the order's id that meets {@code count: order} goals and was not sent by a bot.
     *
     * @param day the local day under which it is stored
     * @param event its position in order T4
     * @param copy the copy of the event that counts; breaks ties between visitors that sent the same id at the same
     *     time
     */
    public record Contender(
            VisitorKey visitor,
            LocalDate day,
            EventOrderKey event,
            StoredEvent.EventSource copy,
            Set<String> goals,
            boolean server,
            @Nullable Money value) {

        EventHash id() {
            return event.id();
        }

        boolean is(VisitorKey otherVisitor, LocalDate otherDay, EventHash otherId) {
            return id().equals(otherId) && day.equals(otherDay) && visitor.equals(otherVisitor);
        }
    }

    /**
     * @param at epoch milliseconds
     * @param amount null if the refund removes the whole order
     */
    public record Refund(
            VisitorKey visitor,
            LocalDate day,
            EventHash id,
            long at,
            @Nullable Money amount) {

        boolean is(VisitorKey otherVisitor, LocalDate otherDay, EventHash otherId) {
            return id.equals(otherId) && day.equals(otherDay) && visitor.equals(otherVisitor);
        }
    }

    /**
     * Events with a visitor come before events without one, server keys before browsers; then order T4 applies (D2).
     */
    private static final Comparator<Contender> FIRST_COUNTS = Comparator.<Contender, Boolean>comparing(
                    contender -> contender.visitor().link() == LinkLevel.NONE)
            .thenComparing(contender -> !contender.server())
            .thenComparing(Contender::event)
            .thenComparing(Contender::copy)
            .thenComparing(contender -> contender.visitor().toString());

    public static OrderLedger empty() {
        return new OrderLedger(List.of(), List.of());
    }

    /** Returns the union of both ledgers. */
    public OrderLedger and(OrderLedger other) {
        OrderLedger all = this;
        for (Contender each : other.contenders) {
            all = all.with(each);
        }
        for (Refund each : other.refunds) {
            all = all.with(each);
        }
        return all;
    }

    /** Returns this ledger with the contender replacing everything recorded for the same event. */
    public OrderLedger with(Contender contender) {
        OrderLedger others = without(contender.visitor(), contender.day(), contender.id());
        List<Contender> changed = new ArrayList<>(others.contenders);
        changed.add(contender);
        changed.sort(FIRST_COUNTS);
        return new OrderLedger(List.copyOf(changed), others.refunds);
    }

    /** Returns this ledger with the refund replacing everything recorded for the same event. */
    public OrderLedger with(Refund refund) {
        OrderLedger others = without(refund.visitor(), refund.day(), refund.id());
        List<Refund> changed = new ArrayList<>(others.refunds);
        changed.add(refund);
        changed.sort(Comparator.comparing(Refund::id)
                .thenComparing(each -> each.visitor().toString())
                .thenComparing(Refund::day));
        return new OrderLedger(others.contenders, List.copyOf(changed));
    }

    /** Returns this ledger without everything recorded for this event. */
    public OrderLedger without(VisitorKey visitor, LocalDate day, EventHash id) {
        return new OrderLedger(
                contenders.stream().filter(each -> !each.is(visitor, day, id)).toList(),
                refunds.stream().filter(each -> !each.is(visitor, day, id)).toList());
    }

    /** Returns whether the order counts at this event, and with what amount; empty if the event is not a contender. */
    public Optional<OrderDeduplicator.Verdict> verdict(String goal, VisitorKey visitor, StoredEvent event) {
        List<Contender> inOrder = contendersOf(goal);
        if (inOrder.stream().noneMatch(each -> isOf(each, visitor, event))) {
            return Optional.empty();
        }
        Money amount = sold(inOrder);
        Money left = afterRefunds(amount);
        boolean removed = isRemoved(amount, left);
        boolean verified = inOrder.stream().anyMatch(Contender::server);
        return Optional.of(
                new OrderDeduplicator.Verdict(isOf(inOrder.getFirst(), visitor, event) && !removed, left, verified));
    }

    /** Same as {@link OrderDeduplicator#adjustments}, for this order. */
    public List<OrderDeduplicator.Adjustment> adjustments(String goal, VisitorKey visitor, StoredEvent event) {
        List<Contender> inOrder = contendersOf(goal);
        if (inOrder.isEmpty() || !isOf(inOrder.getFirst(), visitor, event)) {
            return List.of();
        }
        Money left = sold(inOrder);
        List<OrderDeduplicator.Adjustment> adjustments = new ArrayList<>();
        for (Refund refund : refunds.stream()
                .sorted(Comparator.comparingLong(Refund::at).thenComparing(Refund::id))
                .toList()) {
            if (refund.amount() == null) {
                adjustments.add(new OrderDeduplicator.Adjustment(refund.at(), null));
                return adjustments;
            }
            if (left != null && refund.amount().currency().equals(left.currency())) {
                left = new Money(left.amount().subtract(refund.amount().amount()), left.currency());
                boolean removed = left.amount().signum() <= 0;
                adjustments.add(new OrderDeduplicator.Adjustment(refund.at(), removed ? null : left));
                if (removed) {
                    return adjustments;
                }
            }
        }
        return adjustments;
    }

    private List<Contender> contendersOf(String goal) {
        return contenders.stream()
                .filter(each -> each.goals().contains(goal))
                .sorted(FIRST_COUNTS)
                .toList();
    }

    /** Returns the first amount sent with a server key, or else the amount of the event at which the order counts. */
    private static @Nullable Money sold(List<Contender> inOrder) {
        return inOrder.stream()
                .filter(each -> each.server() && each.value() != null)
                .findFirst()
                .orElse(inOrder.getFirst())
                .value();
    }

    /** Whether the order has an amount, but no goal has one in the refund's currency (D3). */
    public boolean isInOtherCurrency(Money refund) {
        Set<String> currencies = contenders.stream()
                .flatMap(each -> each.goals().stream())
                .distinct()
                .map(goal -> Optional.ofNullable(sold(contendersOf(goal))))
                .flatMap(Optional::stream)
                .map(Money::currency)
                .collect(Collectors.toSet());
        return !currencies.isEmpty() && !currencies.contains(refund.currency());
    }

    private static boolean isOf(Contender contender, VisitorKey visitor, StoredEvent event) {
        return contender.id().equals(event.id())
                && contender.event().at() == event.at()
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
