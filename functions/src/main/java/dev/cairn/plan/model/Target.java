package dev.cairn.plan.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A target of a site for a range of days (N7): either an absolute value or a change against an earlier one.
 *
 * @param metric {@code conversions}, {@code converters} or {@code value} of a goal, or {@code visitors}, {@code visits}
 *     or {@code page_views} of the site
 * @param goal null for a metric of the site
 * @param value the value to reach; null when {@code change} is given
 * @param change as a fraction, +18 % is 0.18; null when {@code value} is given
 * @param to the last day, inclusive
 * @param compare the period the change is measured against, {@code year_before} or {@code period_before}; null when
 *     there is a baseline or no change
 * @param baseline the value the change is measured against; null when {@code compare} is given or there is no change
 */
public record Target(
        String id,
        String metric,
        @Nullable String goal,
        @Nullable BigDecimal value,
        @Nullable BigDecimal change,
        LocalDate from,
        LocalDate to,
        @Nullable String compare,
        @Nullable BigDecimal baseline) {}
