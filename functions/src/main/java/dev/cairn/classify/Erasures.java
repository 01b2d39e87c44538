package dev.cairn.classify;

import dev.cairn.domain.AcceptedEvent;
import dev.cairn.domain.Delivery;
import dev.cairn.domain.Exclusion;
import dev.cairn.domain.Journey;
import dev.cairn.domain.LinkLevel;
import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.Stretch.Moment;
import dev.cairn.domain.VisitorDay.Receipt;
import dev.cairn.domain.VisitorKey;
import dev.cairn.plan.Site;
import dev.cairn.store.Contention;
import dev.cairn.store.Hashes;
import dev.cairn.store.Items;
import dev.cairn.store.Journeys;
import dev.cairn.store.Marks.Place;
import dev.cairn.store.VisitorDays;
import dev.cairn.store.VisitorDays.Id;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was erased does not come back: an event of an erased user or device that happened before the erasure is counted
 * as left out, whoever sends it again, and otherwise forgotten. The tombstone is in the visitor's journey.
 */
final class Erasures {
    /** The reason under which {@code health} counts them. */
    static final String ERASED = Exclusion.ERASED.word();

    private static final int ATTEMPTS = 20;

    private final VisitorDays visitorDays;
    private final Journeys journeys;

    Erasures(Items items) {
        this.visitorDays = new VisitorDays(items);
        this.journeys = new Journeys(items);
    }

    /** @param devices by hash, what of each device was erased */
    record Tombstones(Journey.Erased visitor, Map<String, Journey.Erased> devices) {

        /** A device's stretches are about what was kept under the device; its own erasure is about all it sent. */
        boolean cover(@Nullable String device, Moment event) {
            return visitor.has(event)
                    || device != null
                            && event.at()
                                    <= devices.getOrDefault(device, Journey.Erased.NOTHING)
                                            .at();
        }

        boolean cover(Delivery delivery, AcceptedEvent event) {
            return delivery.visitor().linkable()
                    && cover(delivery.device(), new Moment(event.at(), event.seq(), Hashes.first8Bytes(event.id())));
        }

        boolean cover(StoredEvent copy) {
            return cover(copy.device(), Moment.of(copy));
        }
    }

    /** The claiming events that were not erased: those that were claim nothing. */
    List<VisitorWork.Claiming> living(VisitorWork work) {
        if (work.claiming.isEmpty() || !work.visitor.linkable()) {
            return work.claiming;
        }
        Journey journey = journeys.load(work.site.id(), work.visitor).journey();
        Tombstones tombstones = tombstones(work, journey);
        return work.claiming.stream()
                .filter(claiming -> !tombstones.cover(claiming.event()))
                .toList();
    }

    Tombstones tombstones(VisitorWork work, Journey journey) {
        return tombstones(
                work.site.id(),
                journey,
                work.days.values().stream()
                        .flatMap(part -> part.copies().stream())
                        .toList());
    }

    /** @param copies of the journey's visitor */
    Tombstones tombstones(String site, Journey journey, Collection<StoredEvent> copies) {
        return tombstones(
                site,
                journey,
                copies.stream()
                        .map(StoredEvent::device)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()));
    }

    /** @param named hashes of devices the visitor's events were sent from */
    Tombstones tombstones(String site, Journey journey, Set<String> named) {
        Map<String, Journey.Erased> devices = new HashMap<>();
        if (!named.isEmpty()) {
            List<VisitorKey> keys = named.stream()
                    .map(hash -> new VisitorKey(LinkLevel.DEVICE, hash))
                    .toList();
            journeys.load(site, keys)
                    .forEach((device, loaded) ->
                            devices.put(device.hash(), loaded.journey().erased()));
        }
        return new Tombstones(journey.erased(), devices);
    }

    /**
     * Counts them under nobody's name, once however often they are delivered, and each by itself: what is left of a
     * delivery may be erased later.
     */
    void count(Site site, Collection<StoredEvent> erased, Set<Place> marks) {
        // By position: one batch may have a delivery twice.
        Map<String, TreeMap<Integer, StoredEvent>> deliveries = new TreeMap<>();
        erased.forEach(copy -> deliveries
                .computeIfAbsent(copy.copy().delivery(), any -> new TreeMap<>())
                .put(copy.copy().position(), copy));
        deliveries.forEach((delivery, copies) -> {
            StoredEvent first = copies.firstEntry().getValue();
            long receivedAt = first.copy().receivedAt();
            LocalDate day = site.zones().dayOf(receivedAt);
            Id id = new Id(site.id(), day, new VisitorKey(LinkLevel.NONE, delivery));
            add(site, id, copies.values().stream().map(Erasures::receipt).toList());
            marks.add(Settling.place(id));
        });
    }

    private static Receipt receipt(StoredEvent erased) {
        StoredEvent.Copy copy = erased.copy();
        return receipt(copy.delivery(), copy.receivedAt(), copy.position(), copy.deliveryEvents());
    }

    /** Of one erased event. @param events how many the delivery brought: its first one says it */
    static Receipt receipt(String delivery, long receivedAt, int position, int events) {
        String part = Receipt.part(delivery + "-" + ERASED, position);
        return new Receipt(part, receivedAt, Map.of(ERASED, 1), Map.of(), position == 0 ? events : 0);
    }

    private void add(Site site, Id id, List<Receipt> receipts) {
        for (Contention tries = Contention.over("a delivery", ATTEMPTS); ; tries.tryAgain()) {
            VisitorDays.Loaded loaded = visitorDays.load(List.of(id)).get(id);
            List<Receipt> added = loaded.day().addReceipts(receipts);
            if (added.isEmpty() || visitorDays.append(id, loaded, List.of(), added, site.forgets(id.day()))) {
                return;
            }
        }
    }
}
