package dev.cairn.report.selection;

import dev.cairn.report.api.DayRange;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The number of local days in a row (F7). */
public enum Interval {
    DAY,
    /** From Monday to Sunday (ISO 8601). */
    WEEK,
    /** A calendar month. */
    MONTH;

    static final Map<String, Interval> WORDS = Arrays.stream(values())
            .collect(Collectors.toMap(each -> each.name().toLowerCase(Locale.ROOT), Function.identity()));

    private LocalDate begin(LocalDate day) {
        return switch (this) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
    }

    /** Divides days into spans, in order. The first and last span include only the days in the list. */
    public List<DayRange> spans(List<LocalDate> days) {
        NavigableMap<LocalDate, DayRange> spans = new TreeMap<>();
        for (LocalDate day : days) {
            spans.merge(begin(day), new DayRange(day, day), (one, other) -> new DayRange(one.from(), other.to()));
        }
        return new ArrayList<>(spans.values());
    }
}
