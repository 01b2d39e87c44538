package dev.cairn.plan.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * A site's time zone over time (T3): the first holds for all days before the second begins, and so on.
 *
 * <p>A day is the local calendar day. Days follow each other without gap and overlap, and none comes back: where a
 * clock or a change of zone would repeat a part of a past day, that part belongs to the day after it. A day that a
 * change of zone falls into is shorter or longer than others; one that a zone leaves out is empty.
 */
public record TimeZoneHistory(List<Since> since) {

    /** {@code zone} holds from {@code from} on; the first one's {@code from} is {@link Instant#MIN}. */
    public record Since(Instant from, ZoneId zone) {}

    public static TimeZoneHistory of(ZoneId zone) {
        return new TimeZoneHistory(List.of(new Since(Instant.MIN, zone)));
    }

    /** The zone in force at an instant. */
    public ZoneId at(Instant instant) {
        ZoneId zone = since.getFirst().zone();
        for (Since each : since) {
            if (!each.from().isAfter(instant)) {
                zone = each.zone();
            }
        }
        return zone;
    }

    /** The zone in force now and from now on. */
    public ZoneId current() {
        return since.getLast().zone();
    }

    public LocalDate dayOf(long epochMillis) {
        Instant instant = Instant.ofEpochMilli(epochMillis);
        LocalDate day = instant.atZone(at(instant)).toLocalDate();
        while (endOf(day) <= epochMillis) {
            day = day.plusDays(1);
        }
        return day;
    }

    /** The first instant after the day, epoch milliseconds. */
    public long endOf(LocalDate day) {
        return startOf(day.plusDays(1));
    }

    /** The first instant whose day is {@code day} or a later one, epoch milliseconds. */
    public long startOf(LocalDate day) {
        for (int i = 0; i < since.size(); i++) {
            Instant start = day.atStartOfDay(since.get(i).zone()).toInstant();
            Instant began = since.get(i).from();
            Instant candidate = start.isBefore(began) ? began : start;
            if (i + 1 == since.size() || candidate.isBefore(since.get(i + 1).from())) {
                return candidate.toEpochMilli();
            }
        }
        throw new IllegalStateException("a site has at least one zone");
    }

    /**
     * This history with another zone from the next local midnight after {@code now} on; unchanged if it is the same.
     * A change that has not come into force by {@code now} is taken back.
     */
    public TimeZoneHistory change(ZoneId zone, Instant now) {
        if (zone.equals(current())) {
            return this;
        }
        List<Since> kept = new ArrayList<>(since);
        kept.removeIf(each -> each.from().isAfter(now));
        TimeZoneHistory past = new TimeZoneHistory(List.copyOf(kept));
        if (zone.equals(past.current())) {
            return past;
        }
        kept.add(new Since(Instant.ofEpochMilli(past.endOf(past.dayOf(now.toEpochMilli()))), zone));
        return new TimeZoneHistory(List.copyOf(kept));
    }
}
