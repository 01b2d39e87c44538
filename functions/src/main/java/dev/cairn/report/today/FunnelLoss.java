package dev.cairn.report.today;

import dev.cairn.domain.statistic.FunnelCounts;
import java.util.List;
import java.util.Optional;

/**
 * The step of a funnel after which most entries did not go on.
 *
 * @param step the place of the step, from 0; the next one was not reached
 * @param reached entries that reached the step
 * @param lost entries that reached it and not, so far, the next one
 * @param conversions how many of the lost would have converted, had they gone on and then done as those who did go on;
 *     0 where nobody converted
 */
record FunnelLoss(int step, long reached, long lost, double conversions) {
    /** With fewer entries the largest loss may well be another one. */
    static final int FEWEST_ENTRIES = 25;

    /** Of equal losses the earliest. Empty with fewer than 25 entries, and when nobody was lost. */
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

    /** The same, of whose lost only so many are not expected to go on after all. */
    FunnelLoss ofWhom(long lostInTheEnd) {
        double share = (double) Math.clamp(lostInTheEnd, 0, lost) / lost;
        return new FunnelLoss(step, reached, lost, conversions * share);
    }

    private static double converting(long lost, int next, List<Long> reached) {
        return reached.get(next) == 0 ? 0 : (double) lost * reached.getLast() / reached.get(next);
    }
}
