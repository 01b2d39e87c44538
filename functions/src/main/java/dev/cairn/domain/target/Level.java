package dev.cairn.domain.target;

import java.time.LocalDate;
import java.util.Optional;

/**
 * The current value of the metric on a day of weight 1 (N7.4), estimated from the last 56 complete days, including days
 * before the target.
 *
 * @param rate the metric per unit of weight
 * @param weight total weight of the days that it is based on
 * @param days number of days that it is based on
 * @param scatter ratio of a day's variance to its mean, at least 1, which is that of a Poisson distribution
 */
record Level(double rate, double weight, int days, double scatter) {
    private static final int MOST_DAYS = 56;
    private static final double PRIOR = 0.5;
    private static final int WEEK = 7;

    /** Degrees of freedom: six per week, since each week has its own level, less six for the weekday weights. */
    private static final int FREE_PER_WEEK = 6;

    private static final int FREE_OF_WEIGHTS = 6;

    /** Returns the level; empty if fewer than 14 days are known. */
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

    /** Returns Pearson's chi-squared divided by its degrees of freedom; each week is compared with its own level. */
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
