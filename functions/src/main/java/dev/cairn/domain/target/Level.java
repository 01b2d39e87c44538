package dev.cairn.domain.target;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What a day of weight 1 brings at present (N7.4), from the last 56 complete days, which may be before the target.
 *
 * @param rate of the metric per unit of weight
 * @param weight the weights of the days it was taken from, summed
 * @param days how many days it was taken from
 * @param scatter variance of a day over its mean, at least 1: 1 is Poisson's
 */
record Level(double rate, double weight, int days, double scatter) {
    private static final int MOST_DAYS = 56;
    private static final double PRIOR = 0.5;
    private static final int WEEK = 7;

    /** Each week has its own level, and the weekdays have their weights. */
    private static final int FREE_PER_WEEK = 6;

    private static final int FREE_OF_WEIGHTS = 6;

    /** Empty where fewer than 14 days are known. */
    static Optional<Level> of(DailyMetric metric, WeekdayWeights weights) {
        LocalDate last = metric.firstOpenDay().minusDays(1);
        int days = 0;
        while (days < MOST_DAYS && metric.isKnown(last.minusDays(days))) {
            days++;
        }
        if (days < DailyMetric.LEARNING_DAYS) {
            return Optional.empty();
        }
        LocalDate first = last.minusDays(days - 1L);
        double weight = weights.sum(first, last);
        double rate = (metric.sum(first, last).doubleValue() + PRIOR) / weight;
        return Optional.of(new Level(rate, weight, days, scatter(metric, weights, last, days / WEEK)));
    }

    /** Pearson's chi-squared over its degrees of freedom, each week against its own level. */
    private static double scatter(DailyMetric metric, WeekdayWeights weights, LocalDate last, int weeks) {
        double chiSquared = 0;
        for (int week = 0; week < weeks; week++) {
            LocalDate to = last.minusDays((long) week * WEEK);
            LocalDate from = to.minusDays(WEEK - 1L);
            double level = metric.sum(from, to).doubleValue() / weights.sum(from, to);
            for (LocalDate day = from; level > 0 && !day.isAfter(to); day = day.plusDays(1)) {
                double due = level * weights.of(day);
                double off = metric.on(day).doubleValue() - due;
                chiSquared += off * off / due;
            }
        }
        return Math.max(1, chiSquared / (FREE_PER_WEEK * weeks - FREE_OF_WEIGHTS));
    }
}
