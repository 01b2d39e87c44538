package dev.cairn.domain.target;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a target.
 *
 * @param to the last day, inclusive
 * @param figure the figure to reach, or not to exceed; null if unknown ({@link TargetStatus#NO_COMPARISON})
 * @param ceiling whether the figure must not be exceeded
 * @param money whether the metric is an amount of money rather than a count
 */
public record TargetTerms(
        LocalDate from, LocalDate to, @Nullable BigDecimal figure, boolean ceiling, boolean money) {

    private static final double HALF = 0.5;

    int days() {
        return Math.toIntExact(ChronoUnit.DAYS.between(from, to) + 1);
    }

    /**
     * Returns the probability that the target is reached, given the total of the complete days (N7.5). A count is a
     * whole number, so the forecast is compared with the figure minus a half or, for a ceiling, plus a half.
     */
    double probability(double wanted, double closed, RestForecast rest) {
        double half = money ? 0 : HALF;
        return ceiling
                ? rest.probabilityOfAtMost(wanted + half - closed)
                : rest.probabilityOfAtLeast(wanted - half - closed);
    }
}
