package dev.cairn.plan.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeZoneHistoryTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();

    @ParameterizedTest
    @CsvSource({
        "Europe/Brussels,     2025-03-29, 24",
        "Europe/Brussels,     2025-03-30, 23",
        "Europe/Brussels,     2025-10-26, 25",
        "UTC,                 2025-03-30, 24",
        "America/New_York,    2025-03-09, 23",
        "America/New_York,    2025-11-02, 25",
        "Australia/Lord_Howe, 2025-04-06, 24.5",
        "Australia/Lord_Howe, 2025-10-05, 23.5",
        // Midnight does not exist: the day begins at 01:00.
        "Africa/Cairo,        2025-04-25, 23",
        "Asia/Beirut,         2025-03-30, 23",
        "America/Santiago,    2025-09-07, 23",
        // Midnight comes twice: the hour before it is repeated.
        "America/Havana,      2025-11-02, 25",
        "America/Santiago,    2025-04-05, 25",
        "America/Nuuk,        2025-10-25, 25",
        // A day that was skipped when the date line moved.
        "Pacific/Apia,        2011-12-29, 24",
        "Pacific/Apia,        2011-12-30, 0",
        "Pacific/Apia,        2011-12-31, 24",
    })
    void T3_daysAreAsLongAsTheZoneMakesThem(String zone, LocalDate day, double hours) {
        TimeZoneHistory zones = TimeZoneHistory.of(ZoneId.of(zone));

        assertThat((zones.endOf(day) - zones.startOf(day)) / (double) HOUR).isEqualTo(hours);
    }

    @Test
    void T3_aDayIsTheLocalCalendarDay() {
        TimeZoneHistory brussels = TimeZoneHistory.of(ZoneId.of("Europe/Brussels"));

        assertThat(brussels.dayOf(millis("2025-02-23T22:59:59.999Z"))).isEqualTo("2025-02-23");
        assertThat(brussels.dayOf(millis("2025-02-23T23:00:00Z"))).isEqualTo("2025-02-24");
        assertThat(brussels.startOf(LocalDate.parse("2025-02-24"))).isEqualTo(millis("2025-02-23T23:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "2025-02-23T22:59:59.999Z, 2025-02-23T23:59:59.999",
        "2025-07-01T12:00:00Z,     2025-07-01T14:00",
        // The hour that clocks show twice.
        "2025-10-26T00:30:00Z,     2025-10-26T02:30",
        "2025-10-26T01:30:00Z,     2025-10-26T02:30",
    })
    void T3_theTimeIsWhatTheSitesClocksShow(String instant, LocalDateTime time) {
        assertThat(TimeZoneHistory.of(ZoneId.of("Europe/Brussels")).timeOf(millis(instant)))
                .isEqualTo(time);
    }

    @Test
    void T3_theFirstZoneHoldsForAllDaysBefore() {
        TimeZoneHistory zones = TimeZoneHistory.of(ZoneId.of("Asia/Tokyo"))
                .change(ZoneId.of("UTC"), Instant.parse("2025-06-01T10:00:00Z"));

        assertThat(zones.dayOf(millis("1999-12-31T15:00:00Z"))).isEqualTo("2000-01-01");
    }

    @Test
    void T3_aChangedZoneHoldsFromTheNextLocalMidnightAndPastDaysKeepTheirs() {
        TimeZoneHistory zones = TimeZoneHistory.of(ZoneId.of("Europe/Brussels"))
                .change(ZoneId.of("America/New_York"), Instant.parse("2025-06-10T12:00:00Z"));

        assertThat(zones.at(Instant.parse("2025-06-10T21:59:59Z"))).isEqualTo(ZoneId.of("Europe/Brussels"));
        assertThat(zones.at(Instant.parse("2025-06-10T22:00:00Z"))).isEqualTo(ZoneId.of("America/New_York"));
        assertThat(zones.dayOf(millis("2025-06-09T22:00:00Z"))).isEqualTo("2025-06-10");
        // Westward, the day continues until midnight in the new zone.
        assertThat(zones.dayOf(millis("2025-06-10T23:00:00Z"))).isEqualTo("2025-06-10");
        assertThat(zones.endOf(LocalDate.parse("2025-06-10"))).isEqualTo(millis("2025-06-11T04:00:00Z"));
        assertThat(zones.current()).isEqualTo(ZoneId.of("America/New_York"));
    }

    @Test
    void T3_eastwardTheNextDayIsShorter() {
        TimeZoneHistory zones = TimeZoneHistory.of(ZoneId.of("America/New_York"))
                .change(ZoneId.of("Europe/Brussels"), Instant.parse("2025-06-10T12:00:00Z"));

        assertThat(zones.startOf(LocalDate.parse("2025-06-11"))).isEqualTo(millis("2025-06-11T04:00:00Z"));
        assertThat(zones.endOf(LocalDate.parse("2025-06-11"))).isEqualTo(millis("2025-06-11T22:00:00Z"));
    }

    @Test
    void T3_aDateNeverGoesBackAndADayIsLeftOutRatherThanMovedToThePast() {
        TimeZoneHistory west = TimeZoneHistory.of(ZoneId.of("Pacific/Kiritimati"))
                .change(ZoneId.of("Pacific/Pago_Pago"), Instant.parse("2025-06-10T00:00:00Z"));
        // 2025-06-10 ends in Kiritimati at 10:00Z, when it is 23:00 on the 9th in Pago Pago.
        assertThat(west.dayOf(millis("2025-06-10T09:59:59Z"))).isEqualTo("2025-06-10");
        assertThat(west.dayOf(millis("2025-06-10T10:30:00Z"))).isEqualTo("2025-06-10");
        assertThat(west.endOf(LocalDate.parse("2025-06-09"))).isEqualTo(millis("2025-06-09T10:00:00Z"));

        TimeZoneHistory east = TimeZoneHistory.of(ZoneId.of("Pacific/Pago_Pago"))
                .change(ZoneId.of("Pacific/Kiritimati"), Instant.parse("2025-06-10T12:00:00Z"));
        LocalDate leftOut = LocalDate.parse("2025-06-11");
        assertThat(east.startOf(leftOut)).isEqualTo(east.endOf(leftOut));
        assertThat(east.dayOf(east.startOf(leftOut))).isEqualTo("2025-06-12");
    }

    @Test
    void T3_theMinutesBeforeAMidnightThatAClockRepeatsAfterItBelongToTheNextDay() {
        // Until 2011 Newfoundland turned its clocks back at 00:01, to 23:01 of the day before.
        TimeZoneHistory zones = TimeZoneHistory.of(ZoneId.of("America/St_Johns"));

        assertThat(zones.dayOf(millis("2006-10-29T02:29:59Z"))).isEqualTo("2006-10-28");
        assertThat(zones.dayOf(millis("2006-10-29T02:30:00Z"))).isEqualTo("2006-10-29");
        assertThat(zones.dayOf(millis("2006-10-29T02:40:00Z"))).isEqualTo("2006-10-29");
    }

    @Test
    void T3_theSameZoneChangesNothing() {
        TimeZoneHistory zones = TimeZoneHistory.of(ZoneId.of("UTC"));

        assertThat(zones.change(ZoneId.of("UTC"), Instant.parse("2025-06-10T12:00:00Z")))
                .isSameAs(zones);
    }

    @Test
    void T3_aChangeTakenBackBeforeItCameIntoForceNeverWas() {
        Instant morning = Instant.parse("2025-06-10T08:00:00Z");
        Instant noon = Instant.parse("2025-06-10T10:00:00Z");
        TimeZoneHistory brussels = TimeZoneHistory.of(ZoneId.of("Europe/Brussels"));

        assertThat(brussels.change(ZoneId.of("Asia/Tokyo"), morning).change(ZoneId.of("Europe/Brussels"), noon))
                .isEqualTo(brussels);
        assertThat(brussels.change(ZoneId.of("Asia/Tokyo"), morning).change(ZoneId.of("UTC"), noon))
                .isEqualTo(brussels.change(ZoneId.of("UTC"), noon));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void T3_daysFollowEachOtherWithoutGapAndOverlapWhateverTheHistory(long seed) {
        Random random = new Random(seed);
        List<String> ids = new ArrayList<>(new java.util.TreeSet<>(ZoneId.getAvailableZoneIds()));
        for (int round = 0; round < 100; round++) {
            Instant began = Instant.parse("2000-01-01T00:00:00Z").plus(Duration.ofDays(random.nextInt(9_000)));
            TimeZoneHistory zones = TimeZoneHistory.of(ZoneId.of(ids.get(random.nextInt(ids.size()))));
            Instant now = began;
            for (int change = random.nextInt(4); change > 0; change--) {
                now = now.plus(Duration.ofMinutes(random.nextInt(3 * 24 * 60)));
                zones = zones.change(ZoneId.of(ids.get(random.nextInt(ids.size()))), now);
            }
            checkDays(zones, began.atZone(zones.at(began)).toLocalDate().minusDays(2));
        }
    }

    private static void checkDays(TimeZoneHistory zones, LocalDate first) {
        for (LocalDate day = first; day.isBefore(first.plusDays(16)); day = day.plusDays(1)) {
            long start = zones.startOf(day);
            long end = zones.endOf(day);
            assertThat(end).as("%s %s", zones, day).isGreaterThanOrEqualTo(start);
            if (start < end) {
                assertThat(zones.dayOf(start)).as("%s %s", zones, day).isEqualTo(day);
                assertThat(zones.dayOf((start + end) / 2))
                        .as("%s %s", zones, day)
                        .isEqualTo(day);
                assertThat(zones.dayOf(end - 1)).as("%s %s", zones, day).isEqualTo(day);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Europe/Brussels", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Chatham", "Africa/Cairo"})
    void T3_withoutAChangeOfZoneADayIsWhatTheClockOnTheWallSays(String id) {
        TimeZoneHistory zones = TimeZoneHistory.of(ZoneId.of(id));
        for (Instant t = Instant.parse("2023-01-01T00:07:00Z");
                t.isBefore(Instant.parse("2026-01-01T00:00:00Z"));
                t = t.plus(Duration.ofMinutes(37))) {
            assertThat(zones.dayOf(t.toEpochMilli()))
                    .isEqualTo(t.atZone(ZoneId.of(id)).toLocalDate());
        }
    }

    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }
}
