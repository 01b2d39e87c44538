package dev.cairn.domain;

import dev.cairn.domain.VisitorDay.Kept;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A person's day: the events of all visitor days that are theirs, each id once (D1). A person is a user with all
 * devices that identified them (I3), or a device or daily visitor that stands for itself.
 *
 * @param kept each id once, in order T4; an event that counts on another day or for somebody else is there as a sign
 */
public record PersonDay(List<Kept> kept) {
    public static final PersonDay NOTHING = new PersonDay(List.of());

    /**
     * A visitor day and whose its events are.
     *
     * @param owners {@link Owners#NOBODY} but for a device that identified users
     * @param lost ids that count in another visitor day (D1), each with the copy that counts
     */
    public record Home(VisitorKey visitor, VisitorDay day, Owners owners, Map<Long, StoredEvent.Copy> lost) {

        /** Each id once, whoever's it is: the copy that is kept, or the sign that another visitor day keeps it. */
        public List<Kept> kept() {
            return lost.isEmpty()
                    ? day.kept()
                    : day.kept().stream().map(this::orLost).toList();
        }

        private Kept orLost(Kept kept) {
            StoredEvent.Copy counting = lost.get(kept.event().idHash());
            return counting == null ? kept : new Kept(kept.event().keptElsewhere(counting), kept.copies());
        }

        /** The kept copies that belong to the person. */
        List<Kept> of(VisitorKey person) {
            return kept().stream()
                    .filter(each -> owners.ownerOf(each.event()).orElse(visitor).equals(person))
                    .toList();
        }
    }

    /** @param homes all visitor days of that day that may hold something of the person's */
    public static PersonDay of(VisitorKey person, Collection<Home> homes) {
        if (homes.size() == 1) {
            return new PersonDay(homes.iterator().next().of(person));
        }
        Map<Long, List<Kept>> byId = new HashMap<>();
        for (Home home : homes) {
            home.of(person)
                    .forEach(kept -> byId.computeIfAbsent(kept.event().idHash(), id -> new ArrayList<>(1))
                            .add(kept));
        }
        return new PersonDay(byId.values().stream()
                .map(PersonDay::one)
                .sorted(Comparator.comparing(Kept::event, StoredEvent.T4))
                .toList());
    }

    /** The same day, of which these ids count on another day. */
    PersonDay without(Map<Long, StoredEvent.Copy> elsewhere) {
        return new PersonDay(kept.stream()
                .map(each -> {
                    StoredEvent.Copy counting = elsewhere.get(each.event().idHash());
                    return counting == null ? each : new Kept(each.event().keptElsewhere(counting), each.copies());
                })
                .toList());
    }

    /** Of several visitor days that keep the same id the copy with the smallest order counts; a sign never does. */
    private static Kept one(List<Kept> same) {
        if (same.size() == 1) {
            return same.getFirst();
        }
        StoredEvent first = same.stream()
                .map(Kept::event)
                .min(Comparator.comparing(StoredEvent::elsewhere).thenComparing(StoredEvent::copy))
                .orElseThrow();
        return new Kept(
                first, same.stream().flatMap(kept -> kept.copies().stream()).toList());
    }

    /** The same day with other events in place of those that count. */
    public PersonDay map(UnaryOperator<StoredEvent> other) {
        return new PersonDay(kept.stream()
                .map(each -> each.event().elsewhere() ? each : new Kept(other.apply(each.event()), each.copies()))
                .toList());
    }

    /** The events that count here, in order T4. */
    public List<StoredEvent> events() {
        return kept.stream()
                .map(Kept::event)
                .filter(event -> !event.elsewhere())
                .toList();
    }
}
