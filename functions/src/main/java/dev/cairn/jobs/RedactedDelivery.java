package dev.cairn.jobs;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Client;
import dev.cairn.domain.event.ContentHash;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.Delivery.Rejected;
import dev.cairn.domain.event.ExclusionReason;
import dev.cairn.facts.TombstoneFilter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an erasure leaves of a delivery. A delivery that was received before the erasure and contains no other visitors'
 * data is removed entirely. In any other delivery, each erased event is replaced by an empty placeholder, so that the
 * rest can be classified again and is counted as it was on receipt.
 *
 * @param delivery empty when nothing is left
 * @param changed whether anything was erased
 */
public record RedactedDelivery(Optional<Delivery> delivery, boolean changed) {
    private static final String NOTHING = "erased";
    private static final AcceptedEvent.Identity NOBODYS = new AcceptedEvent.Identity(NOTHING, new ContentHash(0));

    static RedactedDelivery of(Delivery delivery, TombstoneFilter tombstones, long at) {
        List<AcceptedEvent> left = delivery.events().stream()
                .map(event -> isErased(delivery, event, tombstones) ? placeholder(delivery, event) : event)
                .toList();
        boolean whole = left.stream().noneMatch(event -> delivery.events().contains(event) && !isPlaceholder(event));
        if (left.equals(delivery.events()) && !(left.isEmpty() && isCovered(delivery, tombstones))) {
            return new RedactedDelivery(Optional.of(delivery), false);
        }
        return whole && delivery.receivedAt() <= at
                ? new RedactedDelivery(Optional.empty(), true)
                : new RedactedDelivery(Optional.of(without(delivery, left, whole)), true);
    }

    private static boolean isErased(Delivery delivery, AcceptedEvent event, TombstoneFilter tombstones) {
        return !isPlaceholder(event) && tombstones.cover(delivery, event);
    }

    /** Whether a delivery that holds only rejected events belongs to an erased visitor. */
    private static boolean isCovered(Delivery delivery, TombstoneFilter tombstones) {
        return delivery.visitor().linkable() && tombstones.visitor().coversAllUntil(delivery.receivedAt());
    }

    private static boolean isPlaceholder(AcceptedEvent event) {
        return event.name().equals(NOTHING) && event.id().equals(NOTHING) && event.exclusion() != null;
    }

    private static Delivery without(Delivery delivery, List<AcceptedEvent> events, boolean whole) {
        List<Rejected> rejected = delivery.rejected().stream()
                .map(each -> new Rejected(each.index(), each.reason(), "{}"))
                .toList();
        return new Delivery(
                delivery.id(),
                delivery.site(),
                delivery.receivedAt(),
                delivery.planVersion(),
                whole ? delivery.sender().anonymous() : delivery.sender(),
                events,
                rejected);
    }

    /** An event that was already excluded stays counted under its own reason. */
    private static AcceptedEvent placeholder(Delivery delivery, AcceptedEvent event) {
        return new AcceptedEvent(
                NOBODYS,
                NOTHING,
                new AcceptedEvent.Time(delivery.receivedAt(), 0, false),
                AcceptedEvent.Page.NONE,
                Map.of(),
                AcceptedEvent.Transaction.NONE,
                Client.UNKNOWN,
                event.exclusion() == null ? ExclusionReason.ERASED : event.exclusion());
    }
}
