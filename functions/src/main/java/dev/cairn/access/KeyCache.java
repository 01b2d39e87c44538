package dev.cairn.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Caches the store's results for the most recently used secrets. Known and unknown secrets are cached separately, so
 * that a flood of unknown ones does not evict any key.
 */
final class KeyCache {
    private static final int MAX_KNOWN = 1_000;
    private static final int MAX_UNKNOWN = 1_000;

    private record Answer(Optional<AccessKey> key, Instant readAt) {}

    private final Clock clock;
    private final Duration knownFor;
    private final Duration unknownFor;
    private final Map<String, Answer> known = bounded(MAX_KNOWN);
    private final Map<String, Answer> unknown = bounded(MAX_UNKNOWN);

    KeyCache(Clock clock, Duration knownFor, Duration unknownFor) {
        this.clock = clock;
        this.knownFor = knownFor;
        this.unknownFor = unknownFor;
    }

    /** The key stored under a hash; read from {@code store} if no fresh result is cached. */
    Optional<AccessKey> get(String hash, Function<String, Optional<AccessKey>> store) {
        Instant now = clock.instant();
        synchronized (this) {
            Answer answer = known.get(hash);
            if (answer != null && isFresh(answer, knownFor, now)) {
                return answer.key();
            }
            answer = unknown.get(hash);
            if (answer != null && isFresh(answer, unknownFor, now)) {
                return answer.key();
            }
        }
        Optional<AccessKey> key = store.apply(hash);
        synchronized (this) {
            known.remove(hash);
            unknown.remove(hash);
            (key.isPresent() ? known : unknown).put(hash, new Answer(key, now));
        }
        return key;
    }

    /** Whether the store had a key under this hash at the last read. */
    synchronized boolean wasKnown(String hash) {
        return known.containsKey(hash);
    }

    synchronized void forget(Predicate<AccessKey> which) {
        known.values().removeIf(answer -> answer.key().filter(which).isPresent());
    }

    private static boolean isFresh(Answer answer, Duration believedFor, Instant now) {
        return !now.isBefore(answer.readAt()) && now.isBefore(answer.readAt().plus(believedFor));
    }

    private static Map<String, Answer> bounded(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
                return size() > most;
            }
        };
    }
}
