package dev.cairn.domain.target;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The earlier days that a target is compared with (N7.1). */
public enum ComparisonPeriod {
    /** The days 364 days earlier: 52 weeks, so that weekdays agree. */
    YEAR_BEFORE,

    /** As many days just before the target's first. */
    PERIOD_BEFORE;

    private static final long YEAR_DAYS = 364;

    private long daysBack(LocalDate from, LocalDate to) {
        return this == YEAR_BEFORE ? YEAR_DAYS : ChronoUnit.DAYS.between(from, to) + 1;
    }

    /** The first day to compare with. */
    public LocalDate firstDay(LocalDate from, LocalDate to) {
        return from.minusDays(daysBack(from, to));
    }

    /**
     * The metric over the days to compare with. Empty when one of them is before the site's first day or not complete:
     * a change against a part of the days, or against nothing, would be met at once.
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
