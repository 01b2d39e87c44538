package dev.cairn.classify;

import dev.cairn.store.visitor.VisitorDayStore.Id;
import dev.cairn.store.visitor.VisitorDayStore.Loaded;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Caches visitor days as this process last wrote them. Usually no other process has written them since, so they need
 * not be read before an append. Entries are kept only briefly: an erasure deletes empty days once no writer can still
 * write their former content, and a day that is created again reuses earlier revisions. Thread-safe.
 */
final class VisitorDayCache {
    private static final int MOST = 10_000;
    /** Together with the longest batch, still shorter than the time an erasure waits. */
    private static final Duration LONGEST = Duration.ofSeconds(45);

    private record Written(Loaded loaded, long at) {}

    private final Clock clock;
    private final long keptMillis;
    private final Map<Id, Written> days = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Id, Written> leastUsed) {
            return size() > MOST;
        }
    };

    /** @param keptFor zero to cache nothing */
    VisitorDayCache(Clock clock, Duration keptFor) {
        this.clock = clock;
        this.keptMillis = Math.min(keptFor.toMillis(), LONGEST.toMillis());
    }

    synchronized void put(Id id, Loaded loaded) {
        if (keptMillis > 0 && !loaded.late()) {
            days.put(id, new Written(loaded, clock.millis()));
        }
    }

    /** A new copy of the visitor day on every call, ready to be added to. */
    synchronized Optional<Loaded> get(Id id) {
        Written written = days.get(id);
        return written != null && Math.abs(clock.millis() - written.at()) < keptMillis
                ? Optional.of(written.loaded().again())
                : Optional.empty();
    }
}
