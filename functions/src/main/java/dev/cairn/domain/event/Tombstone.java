package dev.cairn.domain.event;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Records which of a visitor's events were erased and must not be stored again.
 *
 * @param at for a visitor: everything up to and including this time is erased; epoch milliseconds, 0 for nothing
 * @param stretches for a device: intervals that belonged to an erased user
 */
public record Tombstone(long at, Set<ErasedInterval> stretches) {
    public static final Tombstone NOTHING = new Tombstone(0, Set.of());

    /** Whether an event stored under this visitor is erased. */
    public boolean covers(EventOrderKey event) {
        return event.at() <= at || stretches.stream().anyMatch(stretch -> stretch.has(event));
    }

    /** Whether everything up to and including {@code time} is erased. */
    public boolean coversAllUntil(long time) {
        return time <= at || stretches.stream().anyMatch(stretch -> stretch.hasAllUntil(time));
    }

    public boolean isNothing() {
        return at == 0 && stretches.isEmpty();
    }

    /** Returns the latest time that is covered. */
    public long last() {
        return stretches.stream().mapToLong(stretch -> stretch.until().at()).reduce(at, Math::max);
    }

    /** Returns the union of this tombstone and another one. */
    public Tombstone and(Tombstone more) {
        Set<ErasedInterval> all = new LinkedHashSet<>(stretches);
        all.addAll(more.stretches);
        return new Tombstone(Math.max(at, more.at), all);
    }
}
