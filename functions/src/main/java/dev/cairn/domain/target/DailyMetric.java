package dev.cairn.domain.target;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One metric of a site by local day, and the days for which it is known.
 *
 * @param values by day; days without a value are 0
 * @param firstDay the site's first day with events; null if there is none
 * @param completeThrough the last complete day (F10); null if there is none
 * @param lastDay the last day to include: today, or the day as of which a target is evaluated
 */
public record DailyMetric(
        Map<LocalDate, BigDecimal> values,
        @Nullable LocalDate firstDay,
        @Nullable LocalDate completeThrough,
        LocalDate lastDay) {

    /** The fewest complete days from which a forecast is made (N7.4). */
    public static final int LEARNING_DAYS = 14;

    BigDecimal on(LocalDate day) {
        return values.getOrDefault(day, BigDecimal.ZERO);
    }

    /** Returns the sum over a range, both ends inclusive; 0 for an empty range. */
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

    /** Returns the first incomplete day. The figures of this day and later days may still grow. */
    LocalDate firstOpenDay() {
        return completeThrough == null ? lastDay : completeThrough.plusDays(1);
    }
}
