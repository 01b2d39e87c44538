package dev.cairn.domain.statistic;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Estimates how entries convert over time, by lag: local days since the entry day (F6). For each lag it holds the
 * number of entries that had not converted before it and the number of those that converted at it, pooled over the
 * entry days that were observed to the lag's end. The quotient is the hazard h(l) of a discrete life table (the
 * actuarial estimate without withdrawals).
 */
public final class LifeTable {
    /** Fewest entries at risk for which a hazard is given. */
    public static final int FEWEST_ENTRIES = 25;

    /**
     * The entries of one day, and how far they were observed.
     *
     * @param observed lags 0 to {@code observed - 1} are over
     * @param possible number of lags at which an entry of the day can convert at all
     */
    public record Cohort(FunnelCounts counts, int observed, int possible) {

        private boolean isOpen() {
            return counts.closed() < counts.entered() && observed < possible;
        }
    }

    private final Map<Integer, Long> atRisk = new TreeMap<>();
    private final Map<Integer, Long> converted = new TreeMap<>();

    /** Adds an entry day to the pool; a day whose lags are unknown is left out. */
    public void add(Cohort cohort) {
        Map<Integer, Long> lags = cohort.counts().lags();
        if (lags == null) {
            return;
        }
        long left = cohort.counts().entered();
        for (int lag = 0; lag < Math.min(cohort.observed(), cohort.possible()); lag++) {
            long now = lags.getOrDefault(lag, 0L);
            atRisk.merge(lag, left, Long::sum);
            converted.merge(lag, now, Long::sum);
            left -= now;
        }
    }

    /** h(l) = c/n; empty where n is below {@link #FEWEST_ENTRIES}. */
    public OptionalDouble hazard(int lag) {
        long n = atRisk.getOrDefault(lag, 0L);
        return n < FEWEST_ENTRIES
                ? OptionalDouble.empty()
                : OptionalDouble.of(converted.getOrDefault(lag, 0L) / (double) n);
    }

    /**
     * Estimates the share of a day's entries that will have converted when all windows have closed: 1 - (1 - observed)
     * · ∏ (1 - h(l)) over the lags that are not over, where {@code observed} is the share that converted at the lags
     * that are over. The estimate is never below the share that has converted so far, including at a lag in progress.
     * For a day whose windows have closed, it is the rate itself. Empty without entries, if a hazard is missing, or if
     * the lags of an open day are unknown.
     */
    public OptionalDouble expectedRate(Cohort cohort) {
        FunnelCounts counts = cohort.counts();
        if (counts.entered() == 0) {
            return OptionalDouble.empty();
        }
        double soFar = counts.outcomes().converted() / (double) counts.entered();
        if (!cohort.isOpen()) {
            return OptionalDouble.of(soFar);
        }
        if (counts.lags() == null) {
            return OptionalDouble.empty();
        }
        double left = 1 - convertedBefore(cohort.observed(), counts.lags()) / (double) counts.entered();
        for (int lag = cohort.observed(); lag < cohort.possible(); lag++) {
            OptionalDouble hazard = hazard(lag);
            if (hazard.isEmpty()) {
                return OptionalDouble.empty();
            }
            left *= 1 - hazard.getAsDouble();
        }
        return OptionalDouble.of(Math.max(soFar, 1 - left));
    }

    private static long convertedBefore(int lag, Map<Integer, Long> lags) {
        return lags.entrySet().stream()
                .filter(each -> each.getKey() < lag)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
