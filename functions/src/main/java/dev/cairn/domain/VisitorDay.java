package dev.cairn.domain;

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
    public record Receipt(
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

    /** Copies of one event: the one that is kept (it may be a sign that the event is kept elsewhere), and all. */
    public record Kept(StoredEvent event, List<StoredEvent> copies) {}

    private final Map<Long, List<StoredEvent>> copies = new HashMap<>();
    private final Map<String, Receipt> receipts = new TreeMap<>();
    private int size;

    /**
     * Adds copies that are not there yet, or that are there as tagged by an earlier plan version, and returns them:
     * a copy tagged by a later version replaces the earlier one (R4).
     */
    public List<StoredEvent> addCopies(Collection<StoredEvent> more) {
        List<StoredEvent> added = new ArrayList<>();
        for (StoredEvent copy : more) {
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
    public List<Receipt> addReceipts(Collection<Receipt> more) {
        List<Receipt> added = new ArrayList<>();
        for (Receipt receipt : more) {
            if (!receipts.containsKey(receipt.whole()) && receipts.putIfAbsent(receipt.delivery(), receipt) == null) {
                added.add(receipt);
            }
        }
        return added;
    }

    private static boolean same(StoredEvent known, StoredEvent copy) {
        return known.elsewhere() == copy.elsewhere() && known.copy().isRedeliveryOf(copy.copy());
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

    /** Each event once: the copy with the smallest (received_at, content) (D1), in order T4. */
    public List<Kept> kept() {
        return copies.values().stream()
                .map(all -> new Kept(kept(all), all))
                .sorted(java.util.Comparator.comparing(Kept::event, StoredEvent.T4))
                .toList();
    }

    private static StoredEvent kept(List<StoredEvent> all) {
        return all.stream()
                .min(java.util.Comparator.comparing(StoredEvent::copy)
                        .thenComparing(StoredEvent::elsewhere, java.util.Comparator.reverseOrder()))
                .orElseThrow();
    }

    /** The copy that is kept of an event; empty when there is none. */
    public java.util.Optional<StoredEvent> kept(long idHash) {
        return java.util.Optional.ofNullable(copies.get(idHash)).map(VisitorDay::kept);
    }

    /** The events that count here, in order T4. */
    public List<StoredEvent> events() {
        return kept().stream()
                .map(Kept::event)
                .filter(event -> !event.elsewhere())
                .toList();
    }

    public Collection<Receipt> receipts() {
        return receipts.values();
    }
}
