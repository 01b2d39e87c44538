package dev.cairn.classify;

import dev.cairn.domain.Journey;
import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.VisitorDay.Kept;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * D1 over days: an id that is in several days of a person is one event. It counts on the day of the copy that was
 * received first; a function of what is stored, so it is computed anew for the ids that may have changed.
 */
final class DuplicatesOverDays {
    private final Homes homes;
    private final Journey journey;

    DuplicatesOverDays(Homes homes, Journey journey) {
        this.homes = homes;
        this.journey = journey;
    }

    /** Per day that changes, all ids that now count on another day. */
    Map<LocalDate, Map<Long, Long>> changes(Set<LocalDate> days, BiPredicate<LocalDate, Long> touched) {
        Set<Long> ids = new TreeSet<>();
        days.forEach(day -> ids.addAll(homes.ids(day, touched)));
        Set<LocalDate> candidates = new TreeSet<>(days);
        if (!ids.isEmpty()) {
            candidates.addAll(homes.holding(ids));
        }
        Map<Long, Map<LocalDate, StoredEvent>> counting = counting(candidates, ids);
        Map<LocalDate, Map<Long, Long>> changes = new HashMap<>();
        for (LocalDate day : candidates) {
            Map<Long, Long> before = journey.elsewhere(day);
            Map<Long, Long> after = elsewhere(day, before, ids, counting);
            if (!after.equals(before)) {
                changes.put(day, after);
            }
        }
        return changes;
    }

    private Map<Long, Map<LocalDate, StoredEvent>> counting(Set<LocalDate> days, Set<Long> ids) {
        Map<Long, Map<LocalDate, StoredEvent>> counting = new HashMap<>();
        for (LocalDate day : days) {
            for (Kept kept : homes.person(day, Map.of()).kept()) {
                StoredEvent event = kept.event();
                if (ids.contains(event.idHash()) && !event.elsewhere()) {
                    counting.computeIfAbsent(event.idHash(), id -> new TreeMap<>())
                            .put(day, event);
                }
            }
        }
        return counting;
    }

    private static Map<Long, Long> elsewhere(
            LocalDate day, Map<Long, Long> before, Set<Long> ids, Map<Long, Map<LocalDate, StoredEvent>> counting) {
        Map<Long, Long> elsewhere = new TreeMap<>(before);
        for (Long id : ids) {
            Map<LocalDate, StoredEvent> days = counting.getOrDefault(id, Map.of());
            StoredEvent first = days.values().stream()
                    .min(Comparator.comparing(StoredEvent::copy))
                    .orElse(null);
            if (first == null || !days.containsKey(day) || days.get(day) == first) {
                elsewhere.remove(id);
            } else {
                elsewhere.put(id, first.copy().content());
            }
        }
        return elsewhere;
    }
}
