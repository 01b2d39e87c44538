package dev.cairn.report.today;

import dev.cairn.domain.statistic.FunnelCounts;
import java.util.List;
import java.util.Optional;

/**
 * The step of a funnel after which most entries were lost.
 *
 * @param step the index of the step, from 0; the next step was not reached
 * @param reached entries that reached the step
 * @param lost entries that reached it but have not reached the next step so far
 * @param conversions how many of the lost would have converted at the rate of the entries that reached the next step; 0
 *     if none of those converted
 */
record FunnelLoss(int step, long reached, long lost, double conversions) {
    /** Minimum number of entries; with fewer, the largest loss may be due to chance. */
    static final int FEWEST_ENTRIES = 25;

    /**
     * Returns the largest loss, the earliest if several are equal. Empty with fewer than 25 entries, or if no entry was
     * lost.
     */
    static Optional<FunnelLoss> of(FunnelCounts counts) {
        if (counts.entered() < FEWEST_ENTRIES) {
            return Optional.empty();
        }
        List<Long> reached = counts.reached();
        FunnelLoss largest = null;
        for (int step = 0; step + 1 < reached.size(); step++) {
            long lost = reached.get(step) - reached.get(step + 1);
            if (lost > 0 && (largest == null || lost > largest.lost)) {
                largest = new FunnelLoss(step, reached.get(step), lost, converting(lost, step + 1, reached));
            }
        }
        return Optional.ofNullable(largest);
    }

    /** This loss, with conversions scaled to the entries that are expected to remain lost. */
    FunnelLoss ofWhom(long lostInTheEnd) {
        double share = (double) Math.clamp(lostInTheEnd, 0, lost) / lost;
        return new FunnelLoss(step, reached, lost, conversions * share);
    }

    private static double converting(long lost, int next, List<Long> reached) {
        return reached.get(next) == 0 ? 0 : (double) lost * reached.getLast() / reached.get(next);
    }
}
