package dev.cairn.plan.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A site's target for a range of days (N7).
 *
 * @param metric {@code conversions}, {@code converters} or {@code value} of a goal, or {@code visitors}, {@code visits}
 *     or {@code page_views} of the site
 * @param goal null for a metric of the site
 * @param to the last day, inclusive
 */
public record Target(String id, String metric, @Nullable String goal, Aim aim, LocalDate from, LocalDate to) {

    /** What the metric should reach. */
    public sealed interface Aim {}

    /** A value to reach. */
    public record Value(BigDecimal value) implements Aim {}

    /**
     * A change relative to the same metric in an earlier period.
     *
     * @param change as a fraction, +18 % is 0.18
     * @param period {@code year_before} or {@code period_before}
     */
    public record ChangeAgainstPeriod(BigDecimal change, String period) implements Aim {}

    /**
     * A change relative to a given value.
     *
     * @param change as a fraction, +18 % is 0.18
     */
    public record ChangeAgainstBaseline(BigDecimal change, BigDecimal baseline) implements Aim {}
}
