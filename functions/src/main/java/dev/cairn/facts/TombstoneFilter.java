package dev.cairn.facts;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.DeviceHash;
import dev.cairn.domain.event.EventOrderKey;
import dev.cairn.domain.event.ExclusionReason;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.Tombstone;
import dev.cairn.domain.visit.VisitorDay.DeliverySummary;
import dev.cairn.store.Hashes;
import dev.cairn.store.visitor.VisitorIndexStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tombstones of a visitor and of the devices that sent the visitor's events. An event that they cover is counted as
 * excluded and otherwise dropped, regardless of the sender that sends it again.
 *
 * @param devices the devices' tombstones
 */
public record TombstoneFilter(Tombstone visitor, Map<DeviceHash, Tombstone> devices) {
    /** The reason under which {@code health} counts these events. */
    public static final String ERASED = ExclusionReason.ERASED.word();

    public static final TombstoneFilter NONE = new TombstoneFilter(Tombstone.NOTHING, Map.of());

    /**
     * @param visitor the visitor's tombstone
     * @param copies copies of that visitor's events
     */
    public static TombstoneFilter of(
            VisitorIndexStore indexes, String site, Tombstone visitor, Collection<StoredEvent> copies) {
        return of(
                indexes,
                site,
                visitor,
                copies.stream()
                        .map(StoredEvent::device)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()));
    }

    /** Returns the filter for an archived delivery. */
    public static TombstoneFilter of(VisitorIndexStore indexes, Delivery delivery) {
        if (!delivery.visitor().linkable()) {
            return NONE;
        }
        return of(
                indexes,
                delivery.site(),
                indexes.load(delivery.site(), delivery.visitor()).index().tombstone(),
                delivery.device() == null ? Set.of() : Set.of(delivery.device()));
    }

    private static TombstoneFilter of(
            VisitorIndexStore indexes, String site, Tombstone visitor, Set<DeviceHash> devices) {
        Map<DeviceHash, Tombstone> known = new HashMap<>();
        if (!devices.isEmpty()) {
            indexes.load(site, devices.stream().map(DeviceHash::visitor).toList())
                    .forEach((device, loaded) -> known.put(
                            new DeviceHash(device.hash()), loaded.index().tombstone()));
        }
        return new TombstoneFilter(visitor, known);
    }

    /** A device's intervals cover events stored under the device; its own erasure covers everything it sent. */
    private boolean cover(@Nullable DeviceHash device, EventOrderKey event) {
        return visitor.covers(event)
                || device != null
                        && event.at()
                                <= devices.getOrDefault(device, Tombstone.NOTHING)
                                        .at();
    }

    public boolean cover(StoredEvent copy) {
        return cover(copy.device(), copy.key());
    }

    public boolean cover(Delivery delivery, AcceptedEvent event) {
        return delivery.visitor().linkable() && cover(delivery.device(), Hashes.orderKey(event));
    }

    public static DeliverySummary receipt(StoredEvent erased) {
        StoredEvent.EventSource copy = erased.copy();
        return receipt(copy.delivery(), copy.receivedAt(), copy.position(), copy.deliveryEvents());
    }

    /**
     * Creates the receipt of one erased event.
     *
     * @param events number of events in the delivery; recorded in the receipt of its first event
     */
    public static DeliverySummary receipt(String delivery, long receivedAt, int position, int events) {
        String part = DeliverySummary.part(delivery + "-" + ERASED, position);
        return new DeliverySummary(part, receivedAt, Map.of(ERASED, 1), Map.of(), position == 0 ? events : 0);
    }
}
