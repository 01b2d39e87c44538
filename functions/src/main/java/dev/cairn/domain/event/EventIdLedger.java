package dev.cairn.domain.event;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records every visitor day that holds a copy of an event id, for ids whose copies may differ in visitor or day: events
 * with a corrected time, without a visitor, or from a cookieless visitor near midnight (D1). It is a set, so the order
 * of arrival does not affect which copy counts.
 */
public record EventIdLedger(List<EventPlace> homes) {
    public static final EventIdLedger NONE = new EventIdLedger(List.of());

    /**
     * A visitor day that holds copies of the id.
     *
     * @param copy the smallest of its copies that claim the id
     */
    public record EventPlace(VisitorKey visitor, LocalDate day, StoredEvent.EventSource copy) {

        /** Whether this is the given visitor day. */
        public boolean is(VisitorKey otherVisitor, LocalDate otherDay) {
            return visitor.equals(otherVisitor) && day.equals(otherDay);
        }
    }

    /** Returns the copy that counts instead of the one on the given visitor day; empty if the latter counts. */
    public Optional<StoredEvent.EventSource> winnerOver(
            VisitorKey visitor, LocalDate day, StoredEvent.EventSource kept) {
        return homes.stream()
                .min(Comparator.comparing(EventPlace::copy))
                .filter(home -> !home.is(visitor, day))
                .map(EventPlace::copy)
                .filter(copy -> copy.compareTo(kept) < 0);
    }

    /**
     * Returns this ledger with the given visitor day added, or with its copy if that is smaller than the recorded one.
     */
    public EventIdLedger with(EventPlace home) {
        EventPlace known = homes.stream()
                .filter(each -> each.is(home.visitor(), home.day()))
                .findFirst()
                .orElse(home);
        EventPlace smallest = known.copy().compareTo(home.copy()) < 0 ? known : home;
        return without(home.visitor(), home.day(), smallest.copy(), true);
    }

    /**
     * Returns this ledger without the erased copies of a visitor day.
     *
     * @param left the smallest remaining copy on that visitor day; null if none remains
     */
    public EventIdLedger left(VisitorKey visitor, LocalDate day, StoredEvent.@Nullable EventSource left) {
        return without(visitor, day, left, homes.stream().anyMatch(each -> each.is(visitor, day)));
    }

    private EventIdLedger without(
            VisitorKey visitor, LocalDate day, StoredEvent.@Nullable EventSource instead, boolean add) {
        List<EventPlace> changed = new ArrayList<>(homes);
        changed.removeIf(each -> each.is(visitor, day));
        if (instead != null && add) {
            changed.add(new EventPlace(visitor, day, instead));
        }
        changed.sort(Comparator.comparing(EventPlace::copy));
        return new EventIdLedger(List.copyOf(changed));
    }
}
