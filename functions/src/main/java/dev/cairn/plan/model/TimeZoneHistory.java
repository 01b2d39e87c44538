package dev.cairn.plan.model;

import dev.cairn.domain.visit.SiteCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * A site's time zones over time (T3): the first applies to all days before the second begins, and so on.
 *
 * <p>A day is the local calendar day. Days have no gaps or overlaps, and no day repeats: if a clock or zone change
 * would repeat part of a past day, that part belongs to the following day. A day on which the zone changes is shorter
 * or longer than others; a day that a zone skips is empty.
 */
public record TimeZoneHistory(List<Since> since) implements SiteCalendar {

    /** {@code zone} applies from {@code from} on; the first one's {@code from} is {@link Instant#MIN}. */
    public record Since(Instant from, ZoneId zone) {}

    public static TimeZoneHistory of(ZoneId zone) {
        return new TimeZoneHistory(List.of(new Since(Instant.MIN, zone)));
    }

    /** Returns the zone that applies at an instant. */
    public ZoneId at(Instant instant) {
        ZoneId zone = since.getFirst().zone();
        for (Since each : since) {
            if (!each.from().isAfter(instant)) {
                zone = each.zone();
            }
        }
        return zone;
    }

    /** Returns the latest zone: the one that applies now or, after a change, from the next local midnight. */
    public ZoneId current() {
        return since.getLast().zone();
    }

    @Override
    public LocalDate dayOf(long epochMillis) {
        Instant instant = Instant.ofEpochMilli(epochMillis);
        LocalDate day = instant.atZone(at(instant)).toLocalDate();
        while (endOf(day) <= epochMillis) {
            day = day.plusDays(1);
        }
        return day;
    }

    @Override
    public LocalDateTime timeOf(long epochMillis) {
        Instant instant = Instant.ofEpochMilli(epochMillis);
        return LocalDateTime.ofInstant(instant, at(instant));
    }

    @Override
    public long endOf(LocalDate day) {
        return startOf(day.plusDays(1));
    }

    /** Returns the first instant whose day is {@code day} or later, in epoch milliseconds. */
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
     * Returns this history with a new zone from the next local midnight after {@code now}; unchanged if the zone is the
     * same. A change that has not taken effect by {@code now} is cancelled.
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
