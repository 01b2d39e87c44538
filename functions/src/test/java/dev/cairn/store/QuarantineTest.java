package dev.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuarantineTest {
    private static final LocalDate DAY = LocalDate.parse("2025-02-26");

    private final SetClock clock = new SetClock(Instant.parse("2025-02-26T12:00:00Z"));
    private final MemoryItems items = new MemoryItems(clock);
    private final Quarantine quarantine = new Quarantine(items, clock);

    private void put(String delivery, LocalDate day, String reason, String payload) {
        quarantine.put("shop", new Quarantine.Entry(delivery, day, reason, 3, payload));
    }

    @Test
    void countsEventsByDayAndReasonOnceHoweverOftenTheyAreDelivered() {
        put("d-1", DAY, "visitor_day_full", "{}");
        put("d-1", DAY, "visitor_day_full", "{}");
        put("d-2", DAY, "visitor_day_full", "{}");
        put("d-3", DAY, "unreadable", "{}");
        put("d-4", DAY.plusDays(1), "unreadable", "{}");

        assertThat(quarantine.counts("shop", DAY, DAY))
                .isEqualTo(Map.of(DAY, Map.of("visitor_day_full", 6L, "unreadable", 3L)));
        assertThat(quarantine.counts("shop", DAY, DAY.plusDays(1))).hasSize(2);
        assertThat(quarantine.counts("lamps", DAY, DAY)).isEmpty();
    }

    @Test
    void R6_quarantineExpiresAfterThirtyDays() {
        put("d-1", DAY, "unreadable", "{}");

        clock.forward(Duration.ofDays(30).minusMillis(1));
        assertThat(quarantine.counts("shop", DAY, DAY)).hasSize(1);
        clock.forward(Duration.ofMillis(1));
        assertThat(quarantine.counts("shop", DAY, DAY)).isEmpty();
    }

    @Test
    void aPayloadThatFitsNoItemIsLeftOutButCounted() {
        put("d-1", DAY, "unreadable", "x".repeat(500_000));

        assertThat(quarantine.counts("shop", DAY, DAY).get(DAY)).containsEntry("unreadable", 3L);
        assertThat(items.all().getFirst().body()).hasSizeLessThan(1_000);
    }
}
