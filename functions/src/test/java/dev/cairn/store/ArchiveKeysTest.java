package dev.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveKeysTest {

    @Test
    void keysBeginWithTheHourInUtc() {
        assertThat(ArchiveKeys.prefix(Instant.parse("2026-01-02T03:59:59.999Z")))
                .isEqualTo("events/2026/01/02/03/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "events/",
                "events/2026/01/02/03",
                "events/2026/13/02/03/a.gz",
                "events/2026/02/30/03/a.gz",
                "events/2026/1/2/3/a.gz----------",
                "failed/2026/01/02/03/a.gz"
            })
    void anotherNameHasNoHour(String key) {
        assertThat(ArchiveKeys.hourOf(key)).isEmpty();
        assertThat(ArchiveKeys.mayHold(key, Instant.EPOCH, Instant.MAX.minusSeconds(7_200)))
                .isFalse();
    }

    @Test
    void theHourOfAKeyIsItsBeginning() {
        assertThat(ArchiveKeys.hourOf("events/2026/11/21/23/cairn-1-2026-11-21-23-58-01-uuid.gz"))
                .contains(Instant.parse("2026-11-21T23:00:00Z"));
    }

    /** The object of 10:00 may hold what came until 11:59, and that may have been received from 09:00 on. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-21T08:00:00Z, 2026-11-21T09:00:00Z,     false",
        "2026-11-21T08:00:00Z, 2026-11-21T09:00:00.001Z, true",
        "2026-11-21T11:59:59Z, 2026-11-21T12:00:00Z,     true",
        "2026-11-21T12:00:00Z, 2026-11-21T13:00:00Z,     false",
        "2026-11-21T10:30:00Z, 2026-11-21T10:30:00Z,     false",
    })
    void anObjectMayHoldWhatWasReceivedInItsHourAndOneBeforeAndAfter(Instant from, Instant to, boolean expected) {
        assertThat(ArchiveKeys.mayHold("events/2026/11/21/10/a.gz", from, to)).isEqualTo(expected);
    }
}
