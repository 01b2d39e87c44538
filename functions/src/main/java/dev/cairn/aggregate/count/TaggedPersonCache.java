package dev.cairn.aggregate.count;

import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.person.PersonTagger.TaggedPerson;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Caches persons with several days within a run. Such a person is counted on each of their marked days but tagged
 * only once. Persons are read after the run's epoch began, so they are valid for the whole run. The least recently used
 * ones are evicted and tagged again when needed: the limit bounds memory and does not affect results. Not
 * thread-safe.
 */
public final class TaggedPersonCache {
    /** About 100 MB. */
    private static final long MOST_EVENTS = 100_000;

    private record Key(String site, VisitorKey person) {}

    private final Map<Key, TaggedPerson> persons = new LinkedHashMap<>(16, 0.75f, true);
    private long events;

    Optional<TaggedPerson> get(String site, VisitorKey person) {
        return Optional.ofNullable(persons.get(new Key(site, person)));
    }

    void put(String site, VisitorKey person, TaggedPerson tagged) {
        TaggedPerson before = persons.put(new Key(site, person), tagged);
        events += events(tagged) - (before == null ? 0 : events(before));
        Iterator<TaggedPerson> leastUsed = persons.values().iterator();
        while (events > MOST_EVENTS && leastUsed.hasNext()) {
            events -= events(leastUsed.next());
            leastUsed.remove();
        }
    }

    private static long events(TaggedPerson tagged) {
        return 1
                + tagged.days().values().stream()
                        .mapToLong(day -> day.personDay().kept().size())
                        .sum();
    }
}
