package dev.cairn.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Determines which copies count as events, and who they belong to (D1, I3).
 *
 * <p>Within one visitor day, the smallest copy of an id is kept. If copies claim their id for a visitor day, the id
 * counts in the visitor day of the smallest of them, and not in another one with a claiming copy unless that one keeps
 * a smaller copy. Of the copies that a person's visitor days keep of one id, the smallest counts.
 */
final class People {
    private static final long NEAR_MIDNIGHT = Duration.ofMinutes(10).toMillis();

    private final Calendar calendar;
    private final Map<Slot, List<Copy>> slots = new LinkedHashMap<>();
    /** For each id the smallest copy that claims it. */
    private final Map<String, Copy> claims = new HashMap<>();
    /** By device: its identifying events, in order. */
    private final Map<String, List<Copy>> identifies = new HashMap<>();
    /** For each person and id, the smallest copy kept in a visitor day. */
    private final Map<Theirs, Copy> counting = new LinkedHashMap<>();

    /** An id in a visitor day. */
    private record Slot(Copy.Home home, String id) {}

    /** An id of a person. */
    private record Theirs(String person, String id) {}

    /**
     * An event that counts.
     *
     * @param person a user, a device without a user, or a daily visitor; unique per event for link level none
     */
    record Counted(Copy copy, String person) {}

    /** @param copies of accepted events that are not excluded */
    People(List<Copy> copies, Calendar calendar) {
        this.calendar = calendar;
        for (Copy copy : copies) {
            slots.computeIfAbsent(slot(copy), any -> new ArrayList<>()).add(copy);
            if (claims(copy)) {
                claims.merge(copy.id(), copy, People::smaller);
            }
        }
        List<Copy> kept = slots.keySet().stream()
                .filter(slot -> marker(slot) == null)
                .map(this::kept)
                .toList();
        for (Copy each : kept) {
            if (each.link() == Link.USER && each.device() != null) {
                identifies
                        .computeIfAbsent(each.device(), any -> new ArrayList<>())
                        .add(each);
            }
        }
        identifies.values().forEach(all -> all.sort(Copy.T4));
        kept.forEach(each -> counting.merge(new Theirs(person(each), each.id()), each, People::smaller));
    }

    /** Every event that counts, once. */
    List<Counted> counted() {
        List<Counted> counted = new ArrayList<>();
        counting.forEach((theirs, copy) -> counted.add(new Counted(copy, theirs.person)));
        return counted;
    }

    /** The copy that counts instead of this one; itself when it counts. */
    Copy instead(Copy copy) {
        Copy marker = marker(slot(copy));
        return marker != null ? marker : counting.get(new Theirs(person(kept(slot(copy))), copy.id()));
    }

    private static Slot slot(Copy copy) {
        return new Slot(copy.home(), copy.id());
    }

    private Copy kept(Slot slot) {
        return slots.get(slot).stream().min(Copy.SMALLEST).orElseThrow();
    }

    /**
     * Whether another copy of this id may be in another visitor day only because the time or the person was uncertain.
     */
    private boolean claims(Copy copy) {
        boolean nearMidnight = copy.at() < calendar.startOf(copy.day()) + NEAR_MIDNIGHT
                || copy.at() >= calendar.endOf(copy.day()) - NEAR_MIDNIGHT;
        return copy.adjusted() || copy.link() == Link.NONE || copy.link() == Link.DAILY && nearMidnight;
    }

    /** The copy in another visitor day that counts instead of this one's copies; null if these count. */
    private @Nullable Copy marker(Slot slot) {
        boolean takesPart = slots.get(slot).stream().anyMatch(this::claims);
        Copy winner = claims.get(slot.id);
        boolean lost = takesPart && !winner.home().equals(slot.home) && Copy.SMALLEST.compare(winner, kept(slot)) < 0;
        return lost ? winner : null;
    }

    /** The owner of an event: for a device, the last user identified on it before, else the first one after. */
    String person(Copy event) {
        List<Copy> known = identifies.get(event.visitor());
        if (event.link() != Link.DEVICE || known == null) {
            return event.visitor();
        }
        return known.stream()
                .filter(identify -> Copy.T4.compare(identify, event) <= 0)
                .max(Copy.T4)
                .orElse(known.getFirst())
                .visitor();
    }

    private static Copy smaller(Copy one, Copy other) {
        return Copy.SMALLEST.compare(one, other) <= 0 ? one : other;
    }
}
