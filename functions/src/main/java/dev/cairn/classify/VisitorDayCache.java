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
 * not be read before an append. Entries are kept only briefly, because an erasure deletes empty days once no writer can
 * still write their former content, and a day that is created again reuses earlier revision numbers. Thread-safe.
 */
final class VisitorDayCache {
    private static final int MOST = 10_000;
    /** This plus the longest batch is shorter than the time that an erasure waits. */
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

    /** @param keptFor how long entries are kept; zero disables the cache */
    VisitorDayCache(Clock clock, Duration keptFor) {
        this.clock = clock;
        this.keptMillis = Math.min(keptFor.toMillis(), LONGEST.toMillis());
    }

    synchronized void put(Id id, Loaded loaded) {
        if (keptMillis > 0 && !loaded.late()) {
            days.put(id, new Written(loaded, clock.millis()));
        }
    }

    /** Returns a new copy of the visitor day on every call, to which data can be added. */
    synchronized Optional<Loaded> get(Id id) {
        Written written = days.get(id);
        return written != null && Math.abs(clock.millis() - written.at()) < keptMillis
                ? Optional.of(written.loaded().again())
                : Optional.empty();
    }
}
