package dev.cairn.report.statistics;

import dev.cairn.domain.statistic.Counts;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.LifeTable.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A funnel's entries, and how far they are expected to get (F6).
 *
 * @param expected null if it is unknown for any of them, or without entries; over several days, the sum of the days
 *     within their shortest horizon
 */
record ExpectedFunnelCounts(FunnelCounts counts, @Nullable Expectation expected)
        implements Counts<ExpectedFunnelCounts> {

    static ExpectedFunnelCounts none(int steps) {
        return new ExpectedFunnelCounts(FunnelCounts.empty(steps), null);
    }

    static ExpectedFunnelCounts of(FunnelCounts counts, Optional<Expectation> expected) {
        return new ExpectedFunnelCounts(counts, expected.orElse(null));
    }

    /** By step, in whole visitors; empty if unknown. */
    List<Long> expectedReached() {
        return expected == null
                ? List.of()
                : expected.reached().stream().map(Math::round).toList();
    }

    /** Over several days, the mean of the daily rates, weighted by entries. */
    OptionalDouble expectedRate() {
        return expected == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(expected.reached().getLast() / counts.entered());
    }

    @Override
    public ExpectedFunnelCounts plus(ExpectedFunnelCounts other) {
        return new ExpectedFunnelCounts(counts.plus(other.counts), expected(other));
    }

    private @Nullable Expectation expected(ExpectedFunnelCounts other) {
        if (counts.entered() == 0 || other.counts.entered() == 0) {
            return counts.entered() == 0 ? other.expected : expected;
        }
        return expected == null || other.expected == null ? null : sum(expected, other.expected);
    }

    private static Expectation sum(Expectation one, Expectation other) {
        List<Double> reached = new ArrayList<>();
        for (int i = 0; i < Math.max(one.reached().size(), other.reached().size()); i++) {
            reached.add(at(i, one) + at(i, other));
        }
        return new Expectation(reached, Math.min(one.withinDays(), other.withinDays()));
    }

    private static double at(int step, Expectation expected) {
        return step < expected.reached().size() ? expected.reached().get(step) : 0;
    }

    @Override
    public long weight() {
        return counts.weight();
    }
}
