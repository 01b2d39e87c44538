package dev.cairn.domain.person;

import dev.cairn.domain.event.EventHash;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.person.PersonDay.OwnedVisitorDay;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Builds a person's days and counts each event id once across all of them (D1): if several days hold copies, the copy
 * received first counts. A pure function of the visitor days and their owners (I3).
 */
public final class PersonDays {

    private PersonDays() {}

    /** @param homes by day, every visitor day that may hold one of the person's events */
    public static NavigableMap<LocalDate, PersonDay> of(
            VisitorKey person, Map<LocalDate, List<OwnedVisitorDay>> homes) {
        NavigableMap<LocalDate, PersonDay> days = new TreeMap<>();
        homes.forEach((day, ofDay) -> days.put(day, PersonDay.of(person, ofDay)));
        if (days.size() > 1) {
            countingElsewhere(days)
                    .forEach((day, elsewhere) ->
                            days.computeIfPresent(day, (any, personDay) -> personDay.without(elsewhere)));
        }
        return days;
    }

    /** Returns, by day, the ids that count on another day, each with the copy that counts. */
    private static Map<LocalDate, Map<EventHash, StoredEvent.EventSource>> countingElsewhere(
            NavigableMap<LocalDate, PersonDay> days) {
        Map<EventHash, StoredEvent.EventSource> first = new HashMap<>();
        Set<EventHash> repeated = new HashSet<>();
        days.values()
                .forEach(day -> day.events().forEach(event -> {
                    StoredEvent.EventSource other = first.putIfAbsent(event.id(), event.copy());
                    if (other != null) {
                        repeated.add(event.id());
                        first.put(event.id(), other.compareTo(event.copy()) <= 0 ? other : event.copy());
                    }
                }));
        Map<LocalDate, Map<EventHash, StoredEvent.EventSource>> elsewhere = new HashMap<>();
        if (!repeated.isEmpty()) {
            days.forEach((day, personDay) -> personDay.events().forEach(event -> {
                StoredEvent.EventSource counting = first.get(event.id());
                if (repeated.contains(event.id()) && !event.copy().equals(counting)) {
                    elsewhere.computeIfAbsent(day, any -> new HashMap<>()).put(event.id(), counting);
                }
            }));
        }
        return elsewhere;
    }
}
