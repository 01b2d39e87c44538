package dev.cairn.domain.visit;

import dev.cairn.domain.event.StoredEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything known of one visitor on one local day: a set of copies and of receipts. Adding what is already there
 * changes nothing, and the order of adding does not matter (G5), so a redelivery is harmless.
 */
public final class VisitorDay {

    /**
     * What a delivery says besides its events: how many were left out or refused, and when it came.
     *
     * @param accepted how many events the delivery brought, where its first one was left out; else that one's copy
     *     says it, and this is 0; {@link #UNSAID} in what was stored before deliveries said it
     */
    public record DeliverySummary(
            String delivery,
            long receivedAt,
            Map<String, Integer> excluded,
            Map<String, Integer> rejected,
            int accepted) {
        public static final int UNSAID = -1;

        private static final char PART = '/';

        /** The name of a receipt for one event of a delivery. */
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
     * @param claim the hash of the id under which its claim is stored
     */
    public record Claimed(long idHash, String claim) {}

    /** Copies of one event: the one that is kept, and all. */
    public record DeduplicatedEvent(StoredEvent event, List<StoredEvent> copies) {}

    private final Map<Long, List<StoredEvent>> copies = new HashMap<>();
    private final Map<String, DeliverySummary> receipts = new TreeMap<>();
    private final Map<Long, String> claimed = new TreeMap<>();
    private final Map<Long, StoredEvent.EventSource> signs = new TreeMap<>();
    private int size;

    /**
     * Adds copies that are not there yet, or that are there as tagged by an earlier plan version, and returns them:
     * a copy tagged by a later version replaces the earlier one (R4). Signs of the version before are taken apart.
     */
    public List<StoredEvent> addCopies(Collection<StoredEvent> more) {
        List<StoredEvent> added = new ArrayList<>();
        for (StoredEvent copy : more) {
            if (copy.elsewhere()) {
                signs.merge(copy.idHash(), copy.copy(), (one, other) -> one.compareTo(other) <= 0 ? one : other);
                continue;
            }
            List<StoredEvent> known = copies.computeIfAbsent(copy.idHash(), id -> new ArrayList<>(1));
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

    /** Adds receipts that are not there yet and returns them; one for the whole delivery, as once written, is for its parts. */
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

    /** Whether this copy is there. */
    public boolean has(StoredEvent copy) {
        return placeOf(copies.getOrDefault(copy.idHash(), List.of()), copy) >= 0;
    }

    /** How many copies there are. */
    public int size() {
        return size;
    }

    /** Neither copies nor receipts. */
    public boolean isEmpty() {
        return copies.isEmpty() && receipts.isEmpty();
    }

    /** Says of an id that it is claimed by several visitor days: which of them it counts in is in that claim (D1). */
    public List<Claimed> addClaimed(Collection<Claimed> more) {
        return more.stream()
                .filter(each -> claimed.putIfAbsent(each.idHash(), each.claim()) == null)
                .toList();
    }

    /** Ids that several visitor days claim, each with the hash of the id under which its claim is stored. */
    public Map<Long, String> claimed() {
        return claimed;
    }

    /** Of ids that count elsewhere, as the version before stored it: the copy that counts. */
    public Map<Long, StoredEvent.EventSource> signs() {
        return signs;
    }

    /** Each event once: the copy with the smallest (received_at, content) (D1), in order T4. */
    public List<DeduplicatedEvent> kept() {
        return copies.values().stream()
                .map(all -> new DeduplicatedEvent(kept(all), all))
                .sorted(java.util.Comparator.comparing(DeduplicatedEvent::event, StoredEvent.T4))
                .toList();
    }

    private static StoredEvent kept(List<StoredEvent> all) {
        return all.stream()
                .min(java.util.Comparator.comparing(StoredEvent::copy))
                .orElseThrow();
    }

    /** The copy that is kept of an event; empty when there is none. */
    public java.util.Optional<StoredEvent> kept(long idHash) {
        return java.util.Optional.ofNullable(copies.get(idHash)).map(VisitorDay::kept);
    }

    /** All copies of an event; none when it is not there. */
    public List<StoredEvent> copies(long idHash) {
        return copies.getOrDefault(idHash, List.of());
    }

    /** Every copy. */
    public List<StoredEvent> copies() {
        return copies.values().stream().flatMap(List::stream).toList();
    }

    /** How many copies came with a server key, or without one: neither source takes the other's room (section 2). */
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
