package dev.cairn.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * A site's local days (T3). Its first zone applies to the whole past; a changed one applies from the next local
 * midnight.
 */
final class Calendar {

    /** @param from epoch milliseconds */
    private record Zone(long from, ZoneId zone) {}

    private final List<Zone> zones = new ArrayList<>();

    /** Records that the plan sets this zone at {@code now}. Calls must be in order of time. */
    void zoneIs(ZoneId zone, long now) {
        if (zones.isEmpty()) {
            zones.add(new Zone(Long.MIN_VALUE, zone));
            return;
        }
        zones.removeIf(each -> each.from > now);
        if (!zones.getLast().zone.equals(zone)) {
            zones.add(new Zone(endOf(dayOf(now)), zone));
        }
    }

    LocalDate dayOf(long at) {
        Zone zone = zones.stream()
                .filter(each -> each.from <= at)
                .reduce((earlier, later) -> later)
                .orElseThrow();
        LocalDate day = Instant.ofEpochMilli(at).atZone(zone.zone).toLocalDate();
        while (endOf(day) <= at) {
            day = day.plusDays(1);
        }
        return day;
    }

    /** The first instant after the day. */
    long endOf(LocalDate day) {
        return startOf(day.plusDays(1));
    }

    /** The first instant of the day: its midnight in the zone in force then, never before that zone began. */
    long startOf(LocalDate day) {
        long start = 0;
        for (int i = 0; i < zones.size(); i++) {
            Zone zone = zones.get(i);
            long midnight = day.atStartOfDay(zone.zone).toInstant().toEpochMilli();
            start = Math.max(midnight, zone.from);
            if (i + 1 < zones.size() && start < zones.get(i + 1).from) {
                break;
            }
        }
        return start;
    }
}
