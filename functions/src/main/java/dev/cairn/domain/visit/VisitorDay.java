package dev.cairn.domain.visit;

import dev.cairn.domain.event.EventHash;
import dev.cairn.domain.event.StoredEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All data of one visitor on one local day: a set of copies and a set of receipts. Adding is idempotent and independent
 * of order (G5), so a redelivery is harmless.
 */
public final class VisitorDay {

    /**
     * A delivery's receipt: the number of events excluded or rejected, by reason, and the time of receipt.
     *
     * @param accepted number of events in the delivery if its first event was excluded; otherwise that event's copy has
     *     the number, and this is 0; {@link #UNSAID} in receipts stored before deliveries declared it
     */
    public record DeliverySummary(
            String delivery,
            long receivedAt,
            Map<String, Integer> excluded,
            Map<String, Integer> rejected,
            int accepted) {
        public static final int UNSAID = -1;

        private static final char PART = '/';

        /** Returns the name of the receipt for a single event of a delivery. */
        public static String part(String delivery, int position) {
            return delivery + PART + position;
        }

        private String whole() {
            int part = delivery.indexOf(PART);
            return part < 0 ? delivery : delivery.substring(0, part);
        }
    }

    /**
     * An id that several visitor days claim (D1).
     *
     * @param claim hash of the id under which its claim is stored
     */
    public record Claimed(EventHash id, String claim) {}

    /** One event: the copy that is kept, and all copies. */
    public record DeduplicatedEvent(StoredEvent event, List<StoredEvent> copies) {}

    /** Compares as signed numbers: the order of ids in stored pages. */
    private static final Comparator<EventHash> AS_STORED = Comparator.comparingLong(EventHash::bits);

    private final Map<EventHash, List<StoredEvent>> copies = new HashMap<>();
    private final Map<String, DeliverySummary> receipts = new TreeMap<>();
    private final Map<EventHash, String> claimed = new TreeMap<>(AS_STORED);
    private final Map<EventHash, StoredEvent.EventSource> countedElsewhere = new TreeMap<>(AS_STORED);
    private int size;

    /**
     * Adds copies that are new or that replace the same copy tagged by an earlier plan version (R4), and returns the
     * added copies. Markers written by the previous release are collected separately.
     */
    public List<StoredEvent> addCopies(Collection<StoredEvent> more) {
        List<StoredEvent> added = new ArrayList<>();
        for (StoredEvent copy : more) {
            if (copy.elsewhere()) {
                countedElsewhere.merge(copy.id(), copy.copy(), (one, other) -> one.compareTo(other) <= 0 ? one : other);
                continue;
            }
            List<StoredEvent> known = copies.computeIfAbsent(copy.id(), any -> new ArrayList<>(1));
            int place = placeOf(known, copy);
            if (place < 0) {
                known.add(copy);
                added.add(copy);
                size++;
            } else if (known.get(place).planVersion() < copy.planVersion()) {
                known.set(place, copy);
                added.add(copy);
            }
        }
        return added;
    }

    private static int placeOf(List<StoredEvent> known, StoredEvent copy) {
        for (int i = 0; i < known.size(); i++) {
            if (same(known.get(i), copy)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Adds the receipts that are new and returns them. A receipt for a whole delivery, as earlier releases wrote it,
     * also covers its parts.
     */
    public List<DeliverySummary> addReceipts(Collection<DeliverySummary> more) {
        List<DeliverySummary> added = new ArrayList<>();
        for (DeliverySummary receipt : more) {
            if (!receipts.containsKey(receipt.whole()) && receipts.putIfAbsent(receipt.delivery(), receipt) == null) {
                added.add(receipt);
            }
        }
        return added;
    }

    private static boolean same(StoredEvent known, StoredEvent copy) {
        return known.copy().isRedeliveryOf(copy.copy());
    }

    /** Returns this day without some of its copies. */
    public VisitorDay without(Collection<StoredEvent> excluded) {
        Set<StoredEvent> left = new HashSet<>(copies());
        excluded.forEach(left::remove);
        VisitorDay day = new VisitorDay();
        day.addCopies(left);
        day.receipts.putAll(receipts);
        day.claimed.putAll(claimed);
        day.countedElsewhere.putAll(countedElsewhere);
        return day;
    }

    /** Whether this copy is present. */
    public boolean has(StoredEvent copy) {
        return placeOf(copies.getOrDefault(copy.id(), List.of()), copy) >= 0;
    }

    /** Returns the number of copies. */
    public int size() {
        return size;
    }

    /** Whether there are neither copies nor receipts. */
    public boolean isEmpty() {
        return copies.isEmpty() && receipts.isEmpty();
    }

    /**
     * Records ids that several visitor days claim, and returns the new ones. The claim determines where the id counts
     * (D1).
     */
    public List<Claimed> addClaimed(Collection<Claimed> more) {
        return more.stream()
                .filter(each -> claimed.putIfAbsent(each.id(), each.claim()) == null)
                .toList();
    }

    /** Returns the ids that several visitor days claim, each with the hash under which its claim is stored. */
    public Map<EventHash, String> claimed() {
        return claimed;
    }

    /** Returns the copies that count elsewhere, by id, as stored by the previous release. */
    public Map<EventHash, StoredEvent.EventSource> countedElsewhere() {
        return countedElsewhere;
    }

    /** Returns each event once: the copy with the smallest (received_at, content) (D1), in order T4. */
    public List<DeduplicatedEvent> kept() {
        return copies.values().stream()
                .map(all -> new DeduplicatedEvent(kept(all), all))
                .sorted(Comparator.comparing(DeduplicatedEvent::event, StoredEvent.T4))
                .toList();
    }

    private static StoredEvent kept(List<StoredEvent> all) {
        return all.stream().min(Comparator.comparing(StoredEvent::copy)).orElseThrow();
    }

    /** Returns the copy of an event that is kept; empty if there is none. */
    public java.util.Optional<StoredEvent> kept(EventHash id) {
        return java.util.Optional.ofNullable(copies.get(id)).map(VisitorDay::kept);
    }

    /** Returns all copies of an event; empty if there are none. */
    public List<StoredEvent> copies(EventHash id) {
        return copies.getOrDefault(id, List.of());
    }

    /** Returns all copies of all events. */
    public List<StoredEvent> copies() {
        return copies.values().stream().flatMap(List::stream).toList();
    }

    /** Returns the number of copies sent with, or without, a server key; each source has its own limit (section 2). */
    public int size(boolean server) {
        return (int) copies.values().stream()
                .flatMap(List::stream)
                .filter(copy -> copy.server() == server)
                .count();
    }

    public Collection<DeliverySummary> receipts() {
        return receipts.values();
    }
}
