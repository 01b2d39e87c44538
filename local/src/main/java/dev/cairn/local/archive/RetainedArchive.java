package dev.cairn.local.archive;

import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.EventArchive;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An archive limited to the longest retention of any site plus two days, so that the oldest retained day is complete in
 * every time zone. Older objects are not listed, and are deleted when {@link #deleteExpired} is called. Without sites
 * nothing expires.
 */
public final class RetainedArchive implements EventArchive {
    private static final Duration SO_THAT_THE_OLDEST_DAY_IS_WHOLE = Duration.ofDays(2);

    private final EventArchive archive;
    private final PlanRepository plans;
    private final Clock clock;

    public RetainedArchive(EventArchive archive, PlanRepository plans, Clock clock) {
        this.archive = archive;
        this.plans = plans;
        this.clock = clock;
    }

    @Override
    public List<String> list(Instant from, Instant to) {
        Instant oldest = oldest();
        return archive.list(from.isBefore(oldest) ? oldest : from, to);
    }

    @Override
    public Stream<byte[]> read(String key) {
        return archive.read(key);
    }

    @Override
    public boolean rewrite(String key, Edit edit) {
        return archive.rewrite(key, edit);
    }

    @Override
    public Optional<Duration> retention() {
        return plans.current().sites().values().stream()
                .map(site -> Duration.ofDays(site.retentionDays()).plus(SO_THAT_THE_OLDEST_DAY_IS_WHOLE))
                .max(Comparator.naturalOrder());
    }

    @Override
    public int deleteBefore(Instant before) {
        return archive.deleteBefore(before);
    }

    /** Deletes expired objects, which are no longer listed, and returns their number. */
    public int deleteExpired() {
        return archive.deleteBefore(oldest().minus(Duration.ofHours(2)));
    }

    private Instant oldest() {
        return retention().map(clock.instant()::minus).orElse(Instant.EPOCH);
    }
}
