package dev.cairn.report.audiences;

import dev.cairn.domain.audience.Audience;
import dev.cairn.domain.statistic.MembershipChangeCounts;
import dev.cairn.domain.visit.SiteCalendar;
import dev.cairn.store.statistic.StatisticRows;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An audience's membership changes by day (N5.4), summed from the rows of the days whose events caused them. Changes
 * that lie after the last run are not counted.
 */
public final class AudienceDays {
    private static final String ENTERED = "entered";
    private static final String MET = "met";
    private static final String EXPIRED = "expired";
    private static final String RECOVERED = "recovered";
    /** The change in members since the end of the previous day. */
    private static final String GROWTH = "growth";

    private final Map<String, Map<LocalDate, Long>> counts = new HashMap<>();
    private final SiteCalendar calendar;
    private final long asOf;

    private AudienceDays(SiteCalendar calendar, long asOf) {
        this.calendar = calendar;
        this.asOf = asOf;
    }

    /**
     * Returns the first day whose events can make a visitor a member on {@code day}: a local day has at least 23 hours,
     * and one day is added because the first day is partial.
     */
    static LocalDate firstCause(Audience audience, LocalDate day) {
        return day.minusDays(Duration.ofMillis(audience.withinMillis()).dividedBy(Duration.ofHours(23)) + 1);
    }

    /** @param rows all rows from {@link #firstCause} on */
    static AudienceDays of(Audience audience, List<StatisticRows.Row> rows, SiteCalendar calendar, long asOf) {
        AudienceDays days = new AudienceDays(calendar, asOf);
        for (StatisticRows.Row row : rows) {
            MembershipChangeCounts counts =
                    row.total(MembershipChangeCounts.STATISTIC).get(audience.id());
            if (counts != null) {
                days.add(counts);
            }
        }
        return days;
    }

    private void add(MembershipChangeCounts row) {
        add(ENTERED, row.entered(), 1);
        add(MET, row.met(), 1);
        add(EXPIRED, row.expired(), 1);
        add(RECOVERED, row.recovered(), 1);
        add(GROWTH, row.entered(), 1);
        add(GROWTH, row.resumed(), 1);
        add(GROWTH, row.met(), -1);
        add(GROWTH, row.expired(), -1);
        add(GROWTH, row.passed(), -1);
    }

    private void add(String what, Map<Long, Long> times, int sign) {
        Map<LocalDate, Long> days = counts.computeIfAbsent(what, any -> new HashMap<>());
        times.forEach((quarter, count) -> {
            if (MembershipChangeCounts.hasHappened(quarter, asOf)) {
                days.merge(MembershipChangeCounts.dayOf(quarter, calendar), sign * count, Long::sum);
            }
        });
    }

    private long on(String what, LocalDate day) {
        return counts.getOrDefault(what, Map.of()).getOrDefault(day, 0L);
    }

    /** Memberships that began on the day. */
    public long entered(LocalDate day) {
        return on(ENTERED, day);
    }

    /** Memberships that ended on the day because the visitor met {@code not}. */
    public long met(LocalDate day) {
        return on(MET, day);
    }

    /** Memberships that ended on the day because {@code within} had passed. */
    public long expired(LocalDate day) {
        return on(EXPIRED, day);
    }

    /** Memberships that began on the day and ended within 14 days because the visitor met {@code not}. */
    long recovered(LocalDate day) {
        return on(RECOVERED, day);
    }

    /** Members at the end of the day, or at the last run if that was earlier. */
    public long members(LocalDate day) {
        return counts.getOrDefault(GROWTH, Map.of()).entrySet().stream()
                .filter(each -> !each.getKey().isAfter(day))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
