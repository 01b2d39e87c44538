package dev.cairn.aggregate.count;

import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.domain.statistic.StatisticSum;
import dev.cairn.store.statistic.AggregationRuns;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;

/**
 * How much work counting is, in microseconds: an estimate from what was counted the last time. Nothing but time depends
 * on it.
 */
public final class WorkEstimate {
    // Measured with bench/run Scale: 60 microseconds of a core for one of the real shop's visitors, and 40 calls of 5
    // to
    // 10 ms for 1,000 of them.
    private static final long OF_A_VISITOR = 300;
    private static final long OF_AN_EVENT = 20;
    private static final long OF_A_VISITOR_IN_A_FUNNEL = 15;

    /** Of which nothing is known: most buckets are of small sites. */
    public static final long UNKNOWN = 2_000;

    private WorkEstimate() {}

    public static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    /** Of counting what came to these statistics. */
    static long of(DayStatistics counted) {
        StatisticSum<?> sum = counted.sums().get(RowKey.of(OverviewCounts.STATISTIC));
        if (sum == null || !(sum.total() instanceof OverviewCounts overview)) {
            return 0;
        }
        long funnels = counted.sums().keySet().stream()
                .map(RowKey::funnel)
                .filter(funnel -> funnel != null)
                .distinct()
                .count();
        return overview.visitors() * (OF_A_VISITOR + funnels * OF_A_VISITOR_IN_A_FUNNEL)
                + overview.events() * OF_AN_EVENT;
    }

    /**
     * Of a day: as it was when it was folded last; never folded, it is taken for the largest day that is known of the site.
     * All of it, though perhaps few of its buckets are marked: too much costs a look at them, too little the time.
     */
    public static long of(LocalDate day, int marks, Map<LocalDate, AggregationRuns.Folded> folded) {
        AggregationRuns.Folded before = folded.get(day);
        if (before != null && before.work() > 0) {
            return before.work();
        }
        long largest = folded.values().stream()
                .mapToLong(AggregationRuns.Folded::work)
                .max()
                .orElse(0);
        return Math.max(largest, marks * UNKNOWN);
    }
}
