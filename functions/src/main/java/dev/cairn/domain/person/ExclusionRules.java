package dev.cairn.domain.person;

import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.visit.VisitorDay;
import dev.cairn.domain.visit.VisitorDay.DeliverySummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The exclusion rules of a site. An excluded copy has no effect: it does not claim an id or an order, identify a user
 * or begin a visit. {@code health} counts it under the first rule that excludes it.
 */
public record ExclusionRules(List<ExclusionRule> rules) {
    public static final ExclusionRules NONE = new ExclusionRules(List.of());

    /** Prefix of the reasons under which {@code health} counts excluded events, alongside the reasons for bots. */
    private static final String COUNTED_AS = "rule:";

    /** Returns the first rule that excludes a copy stored under that visitor. */
    public Optional<ExclusionRule> of(VisitorKey visitor, StoredEvent copy) {
        return rules.isEmpty()
                ? Optional.empty()
                : rules.stream().filter(rule -> rule.holdsFor(visitor, copy)).findFirst();
    }

    /** Returns the copies of a visitor day that are excluded. */
    public List<StoredEvent> excluded(VisitorKey visitor, VisitorDay day) {
        return rules.isEmpty()
                ? List.of()
                : day.copies().stream()
                        .filter(copy -> of(visitor, copy).isPresent())
                        .toList();
    }

    /** Returns a receipt for each excluded copy of a visitor day, which accounts for it in {@code health}. */
    public List<DeliverySummary> receipts(VisitorKey visitor, VisitorDay day) {
        List<DeliverySummary> receipts = new ArrayList<>();
        for (StoredEvent copy : excluded(visitor, day)) {
            StoredEvent.EventSource source = copy.copy();
            boolean tells = source.position() == 0 || source.deliveryEvents() == 0;
            receipts.add(new DeliverySummary(
                    DeliverySummary.part(source.delivery(), source.position()),
                    source.receivedAt(),
                    Map.of(COUNTED_AS + of(visitor, copy).orElseThrow().id(), 1),
                    Map.of(),
                    tells ? Math.max(1, source.deliveryEvents()) : 0));
        }
        return receipts;
    }
}
