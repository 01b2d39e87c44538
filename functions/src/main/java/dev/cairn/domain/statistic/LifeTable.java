package dev.cairn.domain.statistic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Estimates how a funnel's entries move on over time, step by step and by lag: local days since the entry day (F6). For
 * each step from the second on and each lag it holds the number of entries that had not reached the step before the lag
 * and the number of those that reached it at the lag, pooled over the entry days that were observed to the lag's end.
 * The quotient is the hazard h(l) of a discrete life table (the actuarial estimate without withdrawals).
 */
public final class LifeTable {
    /** Fewest entries at risk for which a hazard is used. */
    public static final int FEWEST_ENTRIES = 25;

    private final int windowDays;
    /** From step 2 on. */
    private final List<Step> steps = new ArrayList<>();

    /** @param windowDays the funnel's window in days, rounded up; 0 where entries are not followed over days */
    public LifeTable(int steps, int windowDays) {
        this.windowDays = windowDays;
        for (int step = 2; step <= steps; step++) {
            this.steps.add(new Step(new TreeMap<>(), new TreeMap<>()));
        }
    }

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

    /**
     * How far a day's entries are expected to get.
     *
     * @param reached by step, the first included: number of entries
     * @param withinDays local days from the entry day on that it speaks about, at least 1: the horizon, or the whole
     *     window for a day on which all windows have closed
     */
    public record Expectation(List<Double> reached, int withinDays) {}

    private record Step(Map<Integer, Long> atRisk, Map<Integer, Long> reached) {
        private void add(Map<Integer, Long> lags, Cohort cohort) {
            long left = cohort.counts().entered();
            for (int lag = 0; lag < Math.min(cohort.observed(), cohort.possible()); lag++) {
                long now = lags.getOrDefault(lag, 0L);
                atRisk.merge(lag, left, Long::sum);
                reached.merge(lag, now, Long::sum);
                left -= now;
            }
        }

        private boolean isKnown(int lag) {
            return atRisk.getOrDefault(lag, 0L) >= FEWEST_ENTRIES;
        }

        /** The share of those who have not reached it that will not do so at the lags {@code from} to {@code to}. */
        private double stays(int from, int to) {
            double stays = 1;
            for (int lag = from; lag <= to; lag++) {
                stays *= 1 - reached.getOrDefault(lag, 0L) / (double) atRisk.getOrDefault(lag, 1L);
            }
            return stays;
        }
    }

    /** Adds an entry day to the pool; a step whose lags are unknown is left out. */
    public void add(Cohort cohort) {
        for (int step = 2; step <= steps.size() + 1; step++) {
            Map<Integer, Long> lags = cohort.counts().lagsOf(step);
            if (lags != null) {
                steps.get(step - 2).add(lags, cohort);
            }
        }
    }

    /**
     * Returns the largest lag up to which every step has at least {@link #FEWEST_ENTRIES} entries at risk, at most the
     * window; -1 where lag 0 does not.
     */
    public int horizon() {
        int horizon = -1;
        while (horizon < windowDays && isKnown(horizon + 1)) {
            horizon++;
        }
        return horizon;
    }

    private boolean isKnown(int lag) {
        return steps.stream().allMatch(step -> step.isKnown(lag));
    }

    /**
     * Estimates how many of a day's entries will have reached each step at the horizon: n - (n - r) · ∏ (1 - h(l)) over
     * the lags up to the horizon that are not over, where n are the entries and r those that reached the step at the
     * lags that are over. It is never below the number that has reached the step so far, including at a lag in progress,
     * and never above the expectation of the step before. For a day whose windows have closed, it is what was reached.
     * Empty without entries, if the horizon is below one day, or if the lags of an open day are unknown.
     */
    public Optional<Expectation> expectation(Cohort cohort) {
        FunnelCounts counts = cohort.counts();
        if (counts.entered() == 0 || windowDays < 1) {
            return Optional.empty();
        }
        if (!cohort.isOpen()) {
            return Optional.of(new Expectation(
                    counts.reached().stream().map(Long::doubleValue).toList(), windowDays));
        }
        int horizon = horizon();
        if (horizon < 1) {
            return Optional.empty();
        }
        List<Double> reached = new ArrayList<>(List.of((double) counts.entered()));
        for (int step = 2; step <= steps.size() + 1; step++) {
            Map<Integer, Long> lags = counts.lagsOf(step);
            if (lags == null) {
                return Optional.empty();
            }
            long left = counts.entered() - reachedBefore(cohort.observed(), lags);
            double stays = steps.get(step - 2).stays(cohort.observed(), horizon);
            double expected = Math.max(counts.reached().get(step - 1), counts.entered() - left * stays);
            reached.add(Math.min(expected, reached.getLast()));
        }
        return Optional.of(new Expectation(reached, horizon));
    }

    private static long reachedBefore(int lag, Map<Integer, Long> lags) {
        return lags.entrySet().stream()
                .filter(each -> each.getKey() < lag)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
