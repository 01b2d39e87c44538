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
 * The pulses of consecutive days as one line of half hours, over which windows are summed. Half hours are numbered from
 * the start of the first day. A window is identified by its end, which is the number after its last half hour, and its
 * length.
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
     * @param days the pulses of days that have a row
     * @param from the first day of the line
     * @param to the last day of the line
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

    /** Returns the day's number of half hours: 48, or 46 or 50 when the clocks change. */
    int halves(LocalDate day) {
        return (int) Math.ceilDiv(calendar.endOf(day) - startOf(day), PulseCounts.HALF_HOUR_MILLIS);
    }

    /** Returns the number of the day's first half hour; null if the day is not on the line. */
    @Nullable
    Integer first(LocalDate day) {
        return firsts.get(day);
    }

    int size() {
        return size;
    }

    /** Returns the day of a half hour. */
    LocalDate day(int half) {
        return dayOf.get(half);
    }

    /** Returns the first day that has a row; the site was not measured before it. */
    LocalDate firstWithRow() {
        return firstWithRow;
    }

    /** Returns when a half hour begins, epoch milliseconds. */
    long startOfHalf(int half) {
        return starts.get(half);
    }

    /** Returns the window end for an instant; -1 if the instant is not on this line. */
    int endAt(long instant) {
        LocalDate day = calendar.dayOf(instant - 1);
        Integer first = firsts.get(day);
        return first == null ? -1 : first + (int) Math.ceilDiv(instant - startOf(day), PulseCounts.HALF_HOUR_MILLIS);
    }

    /** Returns the clock time at which a half hour of the day begins. */
    private LocalTime clock(LocalDate day, int half) {
        return calendar.timeOf(startOf(day) + half * PulseCounts.HALF_HOUR_MILLIS)
                .toLocalTime();
    }

    /**
     * Returns the end of the window that ends at the same clock time on an earlier day: the first one if that day has
     * the clock time twice, -1 if it skips it (N6.3).
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

    /** Returns the running sums of a line of cells; missing cells are 0. */
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

    /** One series on the line, or one of its segments. */
    final class Line {
        private final long[] n;
        private final long[] x;

        Line(PulseSeries series, @Nullable String dimension, @Nullable String value) {
            this.n = line(true, series.opportunity().key(), dimension, value);
            this.x = line(false, series.id(), dimension, value);
        }

        /** Returns the opportunities in a window. */
        long n(int end, int length) {
            return n[end] - n[Math.max(0, end - length)];
        }

        /** Returns the successes in a window. */
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

    /** Returns the values of a dimension that occur in a series on these days. */
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
