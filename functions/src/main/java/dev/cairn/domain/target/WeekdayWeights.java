package dev.cairn.domain.target;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * The weight of each weekday, with mean 1 (N7.2): {@code (sum + 2) / days} for each weekday over the 56 days before the
 * target begins. The weights do not change while it runs. The 2 gives a weekday that happened to be empty a weight
 * above 0.
 */
final class WeekdayWeights {
    static final int DAYS = 56;

    private static final int FEWEST_DAYS = 28;
    private static final int PRIOR = 2;
    private static final int WEEK = 7;

    private final double[] weights;

    private WeekdayWeights(double[] weights) {
        this.weights = weights;
    }

    /**
     * Returns the weights; all are 1 if fewer than 28 of the days are known.
     *
     * @param from the target's first day
     */
    static WeekdayWeights before(LocalDate from, DailyMetric metric) {
        double[] sums = new double[WEEK];
        int[] days = new int[WEEK];
        int known = 0;
        for (LocalDate day = from.minusDays(DAYS); day.isBefore(from); day = day.plusDays(1)) {
            if (metric.isKnown(day)) {
                sums[index(day.getDayOfWeek())] += metric.on(day).doubleValue();
                days[index(day.getDayOfWeek())]++;
                known++;
            }
        }
        double[] weights = new double[WEEK];
        Arrays.fill(weights, 1);
        if (known >= FEWEST_DAYS) {
            for (int i = 0; i < WEEK; i++) {
                weights[i] = (sums[i] + PRIOR) / days[i];
            }
            double mean = Arrays.stream(weights).average().orElseThrow();
            for (int i = 0; i < WEEK; i++) {
                weights[i] /= mean;
            }
        }
        return new WeekdayWeights(weights);
    }

    double of(LocalDate day) {
        return weights[index(day.getDayOfWeek())];
    }

    /** Returns the total weight of a range, both ends inclusive; 0 for an empty range. */
    double sum(LocalDate from, LocalDate to) {
        double sum = 0;
        for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
            sum += of(day);
        }
        return sum;
    }

    private static int index(DayOfWeek day) {
        return day.getValue() - 1;
    }
}
