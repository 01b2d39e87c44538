package dev.cairn.domain.event;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What of a visitor was erased and must not come back.
 *
 * @param at of a visitor: what happened until then, included; epoch milliseconds, 0 for nothing
 * @param stretches of a device: what belonged to an erased user
 */
public record Tombstone(long at, Set<OwnershipInterval> stretches) {
    public static final Tombstone NOTHING = new Tombstone(0, Set.of());

    /** Whether an event kept under this visitor is erased. */
    public boolean covers(OwnershipInterval.EventOrderKey event) {
        return event.at() <= at || stretches.stream().anyMatch(stretch -> stretch.has(event));
    }

    /** Whether everything until then, included, is erased. */
    public boolean coversAllUntil(long time) {
        return time <= at || stretches.stream().anyMatch(stretch -> stretch.hasAllUntil(time));
    }

    public boolean isNothing() {
        return at == 0 && stretches.isEmpty();
    }

    /** The latest moment of anything that is erased. */
    public long last() {
        return stretches.stream().mapToLong(stretch -> stretch.until().at()).reduce(at, Math::max);
    }

    /** This tombstone and another one. */
    public Tombstone and(Tombstone more) {
        Set<OwnershipInterval> all = new LinkedHashSet<>(stretches);
        all.addAll(more.stretches);
        return new Tombstone(Math.max(at, more.at), all);
    }
}
