package dev.cairn.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * A site's time zone over time (T3): the first holds for all days before the second begins, and so on.
 * A day is the local calendar day; one that a change of zone falls into may be shorter or longer than others.
 */
public record Zones(List<Since> since) {

    /** {@code zone} holds from {@code from} on; the first one's {@code from} is {@link Instant#MIN}. */
    public record Since(Instant from, ZoneId zone) {}

    public static Zones of(ZoneId zone) {
        return new Zones(List.of(new Since(Instant.MIN, zone)));
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
        return instant.atZone(at(instant)).toLocalDate();
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

    /** This history with another zone from the next local midnight after {@code now} on; unchanged if it is the same. */
    public Zones change(ZoneId zone, Instant now) {
        if (zone.equals(current())) {
            return this;
        }
        Instant midnight = Instant.ofEpochMilli(endOf(dayOf(now.toEpochMilli())));
        List<Since> changed = new java.util.ArrayList<>(since);
        changed.removeIf(each -> !each.from().isBefore(midnight));
        changed.add(new Since(midnight, zone));
        return new Zones(List.copyOf(changed));
    }
}
