package dev.cairn.domain.statistic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Estimates how a funnel's entries progress over time, by step and by lag, which is the number of local days since the
 * entry day (F6). For each step from the second on and each lag, it holds the number of entries that had not reached
 * the step before the lag, and the number of those that reached it at the lag. Both are pooled over the entry days that
 * were observed to the end of the lag. The quotient is the hazard h(l) of a discrete life table (the actuarial estimate
 * without withdrawals).
 */
public final class LifeTable {
    /** Minimum number of entries at risk for a hazard to be used. */
    public static final int FEWEST_ENTRIES = 25;

    private final int windowDays;
    /** The steps from step 2 on. */
    private final List<Step> steps = new ArrayList<>();

    /** @param windowDays the funnel's window in days, rounded up; 0 if entries are not tracked across days */
    public LifeTable(int steps, int windowDays) {
        this.windowDays = windowDays;
        for (int step = 2; step <= steps; step++) {
            this.steps.add(new Step(new TreeMap<>(), new TreeMap<>()));
        }
    }

    /**
     * The entries of one day, and how long they were observed.
     *
     * @param observed number of lags that are over: 0 to {@code observed - 1}
     * @param possible number of lags at which an entry of the day can convert
     */
    public record Cohort(FunnelCounts counts, int observed, int possible) {

        private boolean isOpen() {
            return counts.closed() < counts.entered() && observed < possible;
        }
    }

    /**
     * How many of a day's entries are expected to reach each step.
     *
     * @param reached by step, including the first: number of entries
     * @param withinDays number of local days from the entry day that the expectation covers, at least 1: the horizon,
     *     or the whole window if all windows of the day have closed
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

        /** Returns the share of remaining entries that will not reach the step at lags {@code from} to {@code to}. */
        private double stays(int from, int to) {
            double stays = 1;
            for (int lag = from; lag <= to; lag++) {
                stays *= 1 - reached.getOrDefault(lag, 0L) / (double) atRisk.getOrDefault(lag, 1L);
            }
            return stays;
        }
    }

    /** Adds an entry day to the pool, except for steps whose lags are unknown. */
    public void add(Cohort cohort) {
        for (int step = 2; step <= steps.size() + 1; step++) {
            Map<Integer, Long> lags = cohort.counts().lagsOf(step);
            if (lags != null) {
                steps.get(step - 2).add(lags, cohort);
            }
        }
    }

    /**
     * Returns the largest lag, within the window, up to which every step has at least {@link #FEWEST_ENTRIES} entries
     * at risk; -1 if there are fewer even at lag 0.
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
     * the lags up to the horizon that are not over. Here n is the number of entries, and r the number of those that
     * reached the step at lags that are over. The result is never below the number that has reached the step so far,
     * including at a lag in progress, and never above the expectation for the previous step. If all windows of the day
     * have closed, it is the actual number. Empty if there are no entries, if the horizon is below one day, or if the
     * lags of an open day are unknown.
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
