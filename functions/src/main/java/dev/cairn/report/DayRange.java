package dev.cairn.report;

import java.time.LocalDate;
import java.util.List;

/** Local days, both included. */
record DayRange(LocalDate from, LocalDate to) {
    static final int MAX_DAYS = 400;

    boolean contains(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }

    /** The days up to today: later ones have no rows. */
    List<LocalDate> until(LocalDate today) {
        LocalDate last = to.isAfter(today) ? today : to;
        return from.isAfter(last)
                ? List.of()
                : from.datesUntil(last.plusDays(1)).toList();
    }
}
