package dev.cairn.domain.person;

import dev.cairn.domain.event.EventHash;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.visit.VisitorDay;
import dev.cairn.domain.visit.VisitorDay.DeduplicatedEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A person's day: the person's events in all visitor days, each id once (D1). A person is a user with all devices on
 * which the user was identified (I3), or a device or daily visitor without a user.
 *
 * @param kept each id once, in order T4; an event that counts on another day or for another person is represented by a
 *     marker
 */
public record PersonDay(List<DeduplicatedEvent> kept) {
    public static final PersonDay NOTHING = new PersonDay(List.of());

    /**
     * A visitor day with the ownership of its events.
     *
     * @param owners {@link DeviceOwnership#NOBODY} except for a device on which users were identified
     * @param lost ids that count in another visitor day (D1), each with the copy that counts
     */
    public record OwnedVisitorDay(
            VisitorKey visitor, VisitorDay day, DeviceOwnership owners, Map<EventHash, StoredEvent.EventSource> lost) {

        /**
         * Returns each id once, regardless of its owner: the copy that is kept, or a marker if another visitor day
         * keeps it.
         */
        public List<DeduplicatedEvent> kept() {
            return lost.isEmpty()
                    ? day.kept()
                    : day.kept().stream().map(this::orLost).toList();
        }

        private DeduplicatedEvent orLost(DeduplicatedEvent kept) {
            StoredEvent.EventSource counting = lost.get(kept.event().id());
            return counting == null ? kept : new DeduplicatedEvent(kept.event().keptElsewhere(counting), kept.copies());
        }

        /** Returns the kept copies that belong to the person. */
        List<DeduplicatedEvent> ownedBy(VisitorKey person) {
            return kept().stream()
                    .filter(each -> owners.ownerOf(each.event()).orElse(visitor).equals(person))
                    .toList();
        }
    }

    /** @param homes all visitor days of that day that may hold events of the person */
    public static PersonDay of(VisitorKey person, Collection<OwnedVisitorDay> homes) {
        if (homes.size() == 1) {
            return new PersonDay(homes.iterator().next().ownedBy(person));
        }
        Map<EventHash, List<DeduplicatedEvent>> byId = new HashMap<>();
        for (OwnedVisitorDay home : homes) {
            home.ownedBy(person)
                    .forEach(kept -> byId.computeIfAbsent(kept.event().id(), id -> new ArrayList<>(1))
                            .add(kept));
        }
        return new PersonDay(byId.values().stream()
                .map(PersonDay::one)
                .sorted(Comparator.comparing(DeduplicatedEvent::event, StoredEvent.T4))
                .toList());
    }

    /** Returns this day with the given ids marked as counting on another day. */
    PersonDay without(Map<EventHash, StoredEvent.EventSource> elsewhere) {
        return new PersonDay(kept.stream()
                .map(each -> {
                    StoredEvent.EventSource counting =
                            elsewhere.get(each.event().id());
                    return counting == null
                            ? each
                            : new DeduplicatedEvent(each.event().keptElsewhere(counting), each.copies());
                })
                .toList());
    }

    /** If several visitor days keep the same id, the copy that is smallest in order counts; a marker never does. */
    private static DeduplicatedEvent one(List<DeduplicatedEvent> same) {
        if (same.size() == 1) {
            return same.getFirst();
        }
        StoredEvent first = same.stream()
                .map(DeduplicatedEvent::event)
                .min(Comparator.comparing(StoredEvent::elsewhere).thenComparing(StoredEvent::copy))
                .orElseThrow();
        return new DeduplicatedEvent(
                first, same.stream().flatMap(kept -> kept.copies().stream()).toList());
    }

    /** Returns this day with each event that counts here replaced. */
    public PersonDay map(UnaryOperator<StoredEvent> other) {
        return new PersonDay(kept.stream()
                .map(each -> each.event().elsewhere()
                        ? each
                        : new DeduplicatedEvent(other.apply(each.event()), each.copies()))
                .toList());
    }

    /** Returns the events that count here, in order T4. */
    public List<StoredEvent> events() {
        return kept.stream()
                .map(DeduplicatedEvent::event)
                .filter(event -> !event.elsewhere())
                .toList();
    }
}
