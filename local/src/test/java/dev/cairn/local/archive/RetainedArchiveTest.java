package dev.cairn.local.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PutResult;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetainedArchiveTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<byte[]> RECORD = List.of("{}".getBytes(StandardCharsets.UTF_8));

    private final SetClock clock = new SetClock(START);
    private final MemoryArchive all = new MemoryArchive();
    private final PlanRepository plans = new PlanRepository(new MemoryItemStore(clock), clock, Duration.ZERO);
    private final RetainedArchive archive = new RetainedArchive(all, plans, clock);

    @Test
    void R6_whatIsOlderThanTheLongestRetentionIsNotListedAndThenDeleted() {
        put(
                "{a: {time_zone: UTC, currency: EUR, retention_days: 40}, b: {time_zone: UTC, currency: EUR, retention_days: 60}}");
        String first = all.write(START, RECORD);
        String second = all.write(START.plus(Duration.ofDays(2)), RECORD);

        assertThat(archive.retention()).contains(Duration.ofDays(62));
        clock.forward(Duration.ofDays(62));
        assertThat(archive.list(Instant.EPOCH, clock.instant())).containsExactly(first, second);
        assertThat(archive.deleteExpired()).isZero();

        clock.forward(Duration.ofHours(3));
        assertThat(archive.list(Instant.EPOCH, clock.instant())).containsExactly(second);
        assertThat(archive.deleteExpired()).isEqualTo(1);
        assertThat(all.list(Instant.EPOCH, clock.instant())).containsExactly(second);
    }

    @Test
    void withoutASiteNothingExpires() {
        String key = all.write(START, RECORD);

        clock.forward(Duration.ofDays(10_000));

        assertThat(archive.retention()).isEmpty();
        assertThat(archive.list(Instant.EPOCH, clock.instant())).containsExactly(key);
        assertThat(archive.deleteExpired()).isZero();
    }

    private void put(String sites) {
        assertThat(plans.put("{extends: default, sites: " + sites + "}", "*", null))
                .isInstanceOf(PutResult.Stored.class);
    }
}
