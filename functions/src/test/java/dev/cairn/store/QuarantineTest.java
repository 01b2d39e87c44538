package dev.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuarantineTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T10:00:00Z"), ZoneOffset.UTC);
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    private final Quarantine quarantine = new Quarantine(new MemoryItems(CLOCK), CLOCK);

    @Test
    void countsWhatWasPutAsideByDayAndReason() {
        quarantine.put("shop", new Quarantine.Entry("a-0", DAY, "undecodable", 1, "{"));
        quarantine.put("shop", new Quarantine.Entry("b-0", DAY, "visitor_day_full", 3, "{}"));

        assertThat(quarantine.counts("shop", DAY, DAY))
                .isEqualTo(Map.of(DAY, Map.of("undecodable", 1L, "visitor_day_full", 3L)));
    }

    @Test
    void aRecordThatIsDeliveredAgainCountsOnce() {
        quarantine.put("shop", new Quarantine.Entry("a-0", DAY, "undecodable", 1, "{"));
        quarantine.put("shop", new Quarantine.Entry("a-0", DAY, "undecodable", 1, "{"));

        assertThat(quarantine.counts("shop", DAY, DAY)).isEqualTo(Map.of(DAY, Map.of("undecodable", 1L)));
    }
}
