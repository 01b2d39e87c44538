package dev.cairn.domain.target;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The earlier days that a target is compared with (N7.1). */
public enum ComparisonPeriod {
    /** The same number of days, 364 days (52 weeks) earlier, so that the weekdays match. */
    YEAR_BEFORE,

    /** The same number of days immediately before the target's first day. */
    PERIOD_BEFORE;

    private static final long YEAR_DAYS = 364;

    private long daysBack(LocalDate from, LocalDate to) {
        return this == YEAR_BEFORE ? YEAR_DAYS : ChronoUnit.DAYS.between(from, to) + 1;
    }

    /** Returns the first day to compare with. */
    public LocalDate firstDay(LocalDate from, LocalDate to) {
        return from.minusDays(daysBack(from, to));
    }

    /**
     * Returns the metric's sum over the days to compare with. Empty if one of them is before the site's first day or
     * incomplete: a change relative to only some of the days, or to none, would be reached immediately.
     *
     * @param from the target's first day
     * @param to the target's last day
     */
    public Optional<BigDecimal> sum(DailyMetric metric, LocalDate from, LocalDate to) {
        LocalDate first = firstDay(from, to);
        LocalDate last = to.minusDays(daysBack(from, to));
        return metric.isKnown(first) && metric.isKnown(last) ? Optional.of(metric.sum(first, last)) : Optional.empty();
    }
}
