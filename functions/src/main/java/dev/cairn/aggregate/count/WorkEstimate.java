package dev.cairn.aggregate.count;

import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.domain.statistic.StatisticSum;
import dev.cairn.store.statistic.AggregationRuns;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;

/** Estimates the work of counting, in microseconds, from the last count. Affects only timing, never results. */
public final class WorkEstimate {
    // Measured with bench/run Scale: 60 microseconds of a core per visitor of the real shop, and 40 calls of 5 to 10 ms
    // per 1,000 visitors.
    private static final long OF_A_VISITOR = 300;
    private static final long OF_AN_EVENT = 20;
    private static final long OF_A_VISITOR_IN_A_FUNNEL = 15;

    /** The default when nothing is known: most buckets belong to small sites. */
    public static final long UNKNOWN = 2_000;

    private WorkEstimate() {}

    public static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    /** The work of recounting these statistics. */
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
     * The work of a day: as estimated when it was last folded; for a day never folded, the site's largest known day. It
     * covers the whole day even if few buckets are marked: an estimate that is too high costs one look at the buckets,
     * one that is too low costs the run's time.
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
