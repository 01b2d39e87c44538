package dev.cairn.classify;

import dev.cairn.domain.Journey;
import dev.cairn.domain.LinkLevel;
import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.VisitorDay.Receipt;
import dev.cairn.domain.VisitorKey;
import dev.cairn.plan.Site;
import dev.cairn.store.Contention;
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

/**
 * What was erased does not come back: an event of an erased user or device that happened before the erasure is counted
 * as left out, whoever sends it again, and otherwise forgotten. The tombstone is in the visitor's journey.
 */
final class Erasures {
    /** The reason under which {@code health} counts them. */
    static final String ERASED = "erased";

    private static final int ATTEMPTS = 20;

    private final VisitorDays visitorDays;
    private final Journeys journeys;

    Erasures(Items items) {
        this.visitorDays = new VisitorDays(items);
        this.journeys = new Journeys(items);
    }

    /** @param devices when each device was erased, by hash; epoch milliseconds */
    record Tombstones(long visitor, Map<String, Long> devices) {
        boolean cover(StoredEvent copy) {
            long device = copy.device() == null ? 0 : devices.getOrDefault(copy.device(), 0L);
            return copy.at() <= Math.max(visitor, device);
        }
    }

    Tombstones tombstones(VisitorWork work, Journey journey) {
        Set<VisitorKey> named = work.days.values().stream()
                .flatMap(part -> part.copies().stream())
                .map(StoredEvent::device)
                .filter(Objects::nonNull)
                .map(hash -> new VisitorKey(LinkLevel.DEVICE, hash))
                .collect(Collectors.toSet());
        Map<String, Long> devices = new HashMap<>();
        if (!named.isEmpty()) {
            journeys.load(work.site.id(), named)
                    .forEach((device, loaded) ->
                            devices.put(device.hash(), loaded.journey().erasedAt()));
        }
        return new Tombstones(journey.erasedAt(), devices);
    }

    /** Counts them under nobody's name, once however often they are delivered. */
    void count(Site site, Collection<StoredEvent> erased, Set<Place> marks) {
        Map<String, List<StoredEvent>> deliveries = new TreeMap<>(erased.stream()
                .collect(Collectors.groupingBy(copy -> copy.copy().delivery())));
        deliveries.forEach((delivery, copies) -> {
            long receivedAt = copies.getFirst().copy().receivedAt();
            LocalDate day = site.zones().dayOf(receivedAt);
            Id id = new Id(site.id(), day, new VisitorKey(LinkLevel.NONE, delivery));
            int accepted = copies.stream()
                    .filter(copy -> copy.copy().position() == 0)
                    .mapToInt(copy -> copy.copy().deliveryEvents())
                    .sum();
            add(
                    site,
                    id,
                    new Receipt(
                            delivery + "-" + ERASED, receivedAt, Map.of(ERASED, copies.size()), Map.of(), accepted));
            marks.add(Settling.place(id));
        });
    }

    private void add(Site site, Id id, Receipt receipt) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            VisitorDays.Loaded loaded = visitorDays.load(List.of(id)).get(id);
            List<Receipt> added = loaded.day().addReceipts(List.of(receipt));
            if (added.isEmpty() || visitorDays.append(id, loaded, List.of(), added, site.forgets(id.day()))) {
                return;
            }
            Contention.pause(attempt);
        }
        throw new IllegalStateException("a delivery was changed by others " + ATTEMPTS + " times in a row");
    }
}
