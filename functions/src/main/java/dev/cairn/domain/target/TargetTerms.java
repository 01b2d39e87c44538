package dev.cairn.domain.target;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a target asks for.
 *
 * @param to the last day, inclusive
 * @param figure to reach, or not to pass; null where it is unknown ({@link TargetStatus#NO_COMPARISON})
 * @param ceiling whether the figure is not to be passed
 * @param money whether the metric is an amount of money and not a number of things
 */
public record TargetTerms(
        LocalDate from, LocalDate to, @Nullable BigDecimal figure, boolean ceiling, boolean money) {

    private static final double HALF = 0.5;

    int days() {
        return Math.toIntExact(ChronoUnit.DAYS.between(from, to) + 1);
    }

    /**
     * The probability that the target is made, when this much is there already (N7.5). A number of things is whole, so
     * it is compared with the figure less, or of a ceiling plus, a half.
     */
    double probability(double wanted, double closed, RestForecast rest) {
        double half = money ? 0 : HALF;
        return ceiling
                ? rest.probabilityOfAtMost(wanted + half - closed)
                : rest.probabilityOfAtLeast(wanted - half - closed);
    }
}
