package dev.cairn.report.api;

import java.time.LocalDate;
import java.util.List;

/** A range of local days, both ends inclusive. */
public record DayRange(LocalDate from, LocalDate to) {
    public static final int MAX_DAYS = 400;

    public boolean contains(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }

    /** The days of the range up to {@code today}; later days have no rows. */
    public List<LocalDate> until(LocalDate today) {
        LocalDate last = to.isAfter(today) ? today : to;
        return from.isAfter(last)
                ? List.of()
                : from.datesUntil(last.plusDays(1)).toList();
    }
}
