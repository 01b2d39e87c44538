package dev.cairn.aggregate.count;

import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.person.PersonResolver.Resolved;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Caches persons with several days within a run. Such a person is counted on each of their marked days but resolved
 * only once. Persons are read after the run's epoch began, so they are valid for the whole run. The least recently used
 * ones are evicted and resolved again when needed: the limit bounds memory and does not affect results. Not
 * thread-safe.
 */
public final class ResolvedPersonCache {
    /** About 100 MB. */
    private static final long MOST_EVENTS = 100_000;

    private record Key(String site, VisitorKey person) {}

    private final Map<Key, Resolved> persons = new LinkedHashMap<>(16, 0.75f, true);
    private long events;

    Optional<Resolved> get(String site, VisitorKey person) {
        return Optional.ofNullable(persons.get(new Key(site, person)));
    }

    void put(String site, VisitorKey person, Resolved resolved) {
        Resolved before = persons.put(new Key(site, person), resolved);
        events += events(resolved) - (before == null ? 0 : events(before));
        Iterator<Resolved> leastUsed = persons.values().iterator();
        while (events > MOST_EVENTS && leastUsed.hasNext()) {
            events -= events(leastUsed.next());
            leastUsed.remove();
        }
    }

    private static long events(Resolved resolved) {
        return 1
                + resolved.days().values().stream()
                        .mapToLong(day -> day.personDay().kept().size())
                        .sum();
    }
}
