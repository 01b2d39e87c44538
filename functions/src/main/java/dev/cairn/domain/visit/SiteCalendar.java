package dev.cairn.domain.visit;

import java.time.LocalDate;
import java.time.LocalDateTime;

/** A site's local time (T3). Instants are in epoch milliseconds. */
public interface SiteCalendar {

    /** Returns the day to which an instant belongs. */
    LocalDate dayOf(long epochMillis);

    /** Returns the first instant after the day. */
    long endOf(LocalDate day);

    /**
     * Returns the site's clock time. When the clocks are set back, an hour occurs twice; the second one may belong to
     * the following day.
     */
    LocalDateTime timeOf(long epochMillis);
}
