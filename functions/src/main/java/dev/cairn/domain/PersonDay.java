package dev.cairn.domain;

import dev.cairn.domain.VisitorDay.Kept;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A person's day: the events of all visitor days that are theirs, each id once (D1). A person is a user with all
 * devices that identified them (I3), or a device or daily visitor that stands for itself.
 *
 * @param kept each id once, in order T4; an event that counts on another day or for somebody else is there as a sign
 */
public record PersonDay(List<Kept> kept) {

    /**
     * A visitor day and whose its events are.
     *
     * @param owners {@link Owners#NOBODY} but for a device that identified users
     */
    public record Home(VisitorKey visitor, VisitorDay day, Owners owners) {

        /** The kept copies that belong to the person. */
        List<Kept> of(VisitorKey person) {
            return day.kept().stream()
                    .filter(each -> owners.ownerOf(each.event()).orElse(visitor).equals(person))
                    .toList();
        }
    }

    /**
     * @param homes all visitor days of that day that may hold something of the person's
     * @param elsewhere ids that count on another of the person's days, with the content that counts there
     */
    public static PersonDay of(VisitorKey person, Collection<Home> homes, Map<Long, Long> elsewhere) {
        Map<Long, List<Kept>> byId = new HashMap<>();
        for (Home home : homes) {
            home.of(person)
                    .forEach(kept -> byId.computeIfAbsent(kept.event().idHash(), id -> new ArrayList<>(1))
                            .add(kept));
        }
        return new PersonDay(byId.values().stream()
                .map(PersonDay::one)
                .map(kept -> counted(kept, elsewhere))
                .sorted(Comparator.comparing(Kept::event, StoredEvent.T4))
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

    private static Kept counted(Kept kept, Map<Long, Long> elsewhere) {
        Long content = elsewhere.get(kept.event().idHash());
        return content == null
                ? kept
                : new Kept(kept.event().keptElsewhere(new StoredEvent.Copy("", 0, 0, content, 0)), kept.copies());
    }

    /** The events that count here, in order T4. */
    public List<StoredEvent> events() {
        return kept.stream()
                .map(Kept::event)
                .filter(event -> !event.elsewhere())
                .toList();
    }
}
