package dev.cairn.domain.anomaly;

import dev.cairn.domain.visit.SiteCalendar;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pulses of consecutive days as one line of half hours, on which windows are added up. A half hour is numbered from
 * the first one of the first day; a window is named by its end, the number after its last half hour, and its length.
 */
final class PulseHistory {
    private final SiteCalendar calendar;
    private final NavigableMap<LocalDate, Integer> firsts = new TreeMap<>();
    private final Map<LocalDate, PulseCounts> days;
    private final List<LocalDate> dayOf = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>();
    private final LocalDate firstWithRow;
    private final int size;
    private final Map<List<String>, long[]> lines = new HashMap<>();

    /**
     * @param days those with a row
     * @param from the first day of the line
     * @param to its last day
     */
    PulseHistory(SiteCalendar calendar, Map<LocalDate, PulseCounts> days, LocalDate from, LocalDate to) {
        this.calendar = calendar;
        this.days = days;
        this.firstWithRow = days.keySet().stream().min(LocalDate::compareTo).orElse(LocalDate.MAX);
        for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
            firsts.put(day, starts.size());
            long start = startOf(day);
            int halves = halves(day);
            for (int half = 0; half < halves; half++) {
                dayOf.add(day);
                starts.add(start + half * PulseCounts.HALF_HOUR_MILLIS);
            }
        }
        this.size = starts.size();
    }

    private long startOf(LocalDate day) {
        return calendar.endOf(day.minusDays(1));
    }

    /** 48, or 46 or 50 where a clock is changed. */
    int halves(LocalDate day) {
        return (int) Math.ceilDiv(calendar.endOf(day) - startOf(day), PulseCounts.HALF_HOUR_MILLIS);
    }

    /** The number of the day's first half hour; null for a day that is not on the line. */
    @Nullable
    Integer first(LocalDate day) {
        return firsts.get(day);
    }

    int size() {
        return size;
    }

    /** The day of a half hour. */
    LocalDate day(int half) {
        return dayOf.get(half);
    }

    /** The first day that has a row: before it the site was not measured. */
    LocalDate firstWithRow() {
        return firstWithRow;
    }

    /** When a half hour begins, epoch milliseconds. */
    long startOfHalf(int half) {
        return starts.get(half);
    }

    /** The end of the window on this line that ends at an instant; -1 when the instant is not on it. */
    int endAt(long instant) {
        LocalDate day = calendar.dayOf(instant - 1);
        Integer first = firsts.get(day);
        return first == null ? -1 : first + (int) Math.ceilDiv(instant - startOf(day), PulseCounts.HALF_HOUR_MILLIS);
    }

    /** What the clocks show at the end of a day's half hour, seen as the time at which that half hour began. */
    private LocalTime clock(LocalDate day, int half) {
        return calendar.timeOf(startOf(day) + half * PulseCounts.HALF_HOUR_MILLIS)
                .toLocalTime();
    }

    /**
     * The end of the window that ends at the same clock time on an earlier day: the first one where the clock shows a
     * time twice, -1 where it skips it (N6.3).
     */
    int sameClock(int end, LocalDate earlier) {
        LocalDate day = day(end - 1);
        Integer first = firsts.get(earlier);
        if (first == null) {
            return -1;
        }
        int within = end - 1 - firsts.getOrDefault(day, 0);
        LocalTime wanted = clock(day, within);
        int halves = halves(earlier);
        if (halves == Baseline.DAY && within < halves && clock(earlier, within).equals(wanted)) {
            return first + within + 1;
        }
        for (int half = 0; half < halves; half++) {
            if (clock(earlier, half).equals(wanted)) {
                return first + half + 1;
            }
        }
        return -1;
    }

    /** The sums up to each half hour of a line of cells; all zeros for cells that are not there. */
    private long[] line(boolean opportunities, String key, @Nullable String dimension, @Nullable String value) {
        List<String> name = new ArrayList<>(List.of(Boolean.toString(opportunities), key));
        if (dimension != null && value != null) {
            name.add(dimension);
            name.add(value);
        }
        return lines.computeIfAbsent(name, any -> {
            long[] sums = new long[size + 1];
            for (Map.Entry<LocalDate, Integer> day : firsts.entrySet()) {
                PulseCounts counts = days.get(day.getKey());
                PulseCells cells =
                        counts == null ? null : (opportunities ? counts.opportunities() : counts.successes()).get(key);
                if (cells != null) {
                    List<Long> found = dimension == null || value == null
                            ? cells.all()
                            : cells.by(dimension).getOrDefault(value, List.of());
                    for (int i = 0; i < found.size() && day.getValue() + i < size; i++) {
                        sums[day.getValue() + i + 1] = found.get(i);
                    }
                }
            }
            for (int i = 0; i < size; i++) {
                sums[i + 1] += sums[i];
            }
            return sums;
        });
    }

    /** One series on the line, or one segment of it. */
    final class Line {
        private final long[] n;
        private final long[] x;

        Line(PulseSeries series, @Nullable String dimension, @Nullable String value) {
            this.n = line(true, series.opportunity().key(), dimension, value);
            this.x = line(false, series.id(), dimension, value);
        }

        /** Opportunities of a window. */
        long n(int end, int length) {
            return n[end] - n[Math.max(0, end - length)];
        }

        /** Successes of a window. */
        long x(int end, int length) {
            return x[end] - x[Math.max(0, end - length)];
        }
    }

    Line of(PulseSeries series) {
        return new Line(series, null, null);
    }

    Line of(PulseSeries series, String dimension, String value) {
        return new Line(series, dimension, value);
    }

    /** The values of a dimension that a series has on these days. */
    java.util.Set<String> values(PulseSeries series, String dimension) {
        java.util.Set<String> values = new java.util.TreeSet<>();
        for (PulseCounts counts : days.values()) {
            PulseCells cells = counts.opportunities().get(series.opportunity().key());
            if (cells != null) {
                values.addAll(cells.by(dimension).keySet());
            }
        }
        values.remove(dev.cairn.domain.statistic.Dimension.OTHER);
        return values;
    }
}
