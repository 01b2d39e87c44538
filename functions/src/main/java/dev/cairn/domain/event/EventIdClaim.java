package dev.cairn.domain.event;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everywhere one event id is kept whose copies may differ in visitor or day: with a corrected time, without a visitor,
 * of a cookieless visitor near midnight (D1). A set, so that which copy counts does not depend on the order of arrival.
 */
public record EventIdClaim(List<EventPlace> homes) {
    public static final EventIdClaim NONE = new EventIdClaim(List.of());

    /**
     * A visitor day with copies of the id.
     *
     * @param copy the smallest of them that claims the id
     */
    public record EventPlace(String visitor, String day, StoredEvent.EventSource copy) {
        public static EventPlace of(VisitorKey visitor, LocalDate day, StoredEvent.EventSource copy) {
            return new EventPlace(visitor.toString(), day.toString(), copy);
        }

        /** Whether it is that visitor day. */
        public boolean is(VisitorKey otherVisitor, LocalDate otherDay) {
            return visitor.equals(otherVisitor.toString()) && day.equals(otherDay.toString());
        }

        public VisitorKey visitorKey() {
            return VisitorKey.tryParse(visitor).orElseThrow();
        }

        public LocalDate date() {
            return LocalDate.parse(day);
        }
    }

    /** The copy for which another visitor day's copy does not count; empty where that one counts itself. */
    public Optional<StoredEvent.EventSource> winnerOver(
            VisitorKey visitor, LocalDate day, StoredEvent.EventSource kept) {
        return homes.stream()
                .min(Comparator.comparing(EventPlace::copy))
                .filter(home -> !home.is(visitor, day))
                .map(EventPlace::copy)
                .filter(copy -> copy.compareTo(kept) < 0);
    }

    /** With a home, or with a smaller copy of one that is known. */
    public EventIdClaim with(EventPlace home) {
        EventPlace known = homes.stream()
                .filter(each -> each.is(home.visitorKey(), home.date()))
                .findFirst()
                .orElse(home);
        EventPlace smallest = known.copy().compareTo(home.copy()) < 0 ? known : home;
        return without(home.visitorKey(), home.date(), smallest.copy(), true);
    }

    /**
     * Without the erased copies of a home.
     *
     * @param left the smallest copy that is left there, null when none is
     */
    public EventIdClaim left(VisitorKey visitor, LocalDate day, StoredEvent.@Nullable EventSource left) {
        return without(visitor, day, left, homes.stream().anyMatch(each -> each.is(visitor, day)));
    }

    private EventIdClaim without(
            VisitorKey visitor, LocalDate day, StoredEvent.@Nullable EventSource instead, boolean add) {
        List<EventPlace> changed = new ArrayList<>(homes);
        changed.removeIf(each -> each.is(visitor, day));
        if (instead != null && add) {
            changed.add(EventPlace.of(visitor, day, instead));
        }
        changed.sort(Comparator.comparing(EventPlace::copy));
        return new EventIdClaim(List.copyOf(changed));
    }
}
