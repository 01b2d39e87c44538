package dev.cairn.domain.target;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One metric of a site by local day, and how far it is known.
 *
 * @param values of the days that have one; the others are 0
 * @param firstDay the site's first day with events; null when there was none
 * @param completeThrough the last complete day (F10); null when there is none
 * @param lastDay the last day to look at: today, or the day as of which a target is looked at
 */
public record DailyMetric(
        Map<LocalDate, BigDecimal> values,
        @Nullable LocalDate firstDay,
        @Nullable LocalDate completeThrough,
        LocalDate lastDay) {

    /** With fewer complete days than this, nothing is forecast (N7.4). */
    public static final int LEARNING_DAYS = 14;

    BigDecimal on(LocalDate day) {
        return values.getOrDefault(day, BigDecimal.ZERO);
    }

    /** The sum of a range, both ends included; 0 of an empty range. */
    BigDecimal sum(LocalDate from, LocalDate to) {
        return values.entrySet().stream()
                .filter(each -> !each.getKey().isBefore(from) && !each.getKey().isAfter(to))
                .map(Map.Entry::getValue)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Whether the day is complete and not before the site's first day. */
    boolean isKnown(LocalDate day) {
        return firstDay != null && completeThrough != null && !day.isBefore(firstDay) && !day.isAfter(completeThrough);
    }

    /** The first day that is not complete: of it and later days, more is still to come. */
    LocalDate firstOpenDay() {
        return completeThrough == null ? lastDay : completeThrough.plusDays(1);
    }
}
