package dev.cairn.report.statistics;

import dev.cairn.domain.statistic.Counts;
import dev.cairn.domain.statistic.FunnelCounts;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A funnel's entries, and how many of them are expected to have converted once every window has closed (F6).
 *
 * @param expected null where it is not known for all of them
 */
record ForecastCounts(FunnelCounts counts, @Nullable Double expected) implements Counts<ForecastCounts> {

    static ForecastCounts none(int steps) {
        return new ForecastCounts(FunnelCounts.empty(steps), 0.0);
    }

    static ForecastCounts of(FunnelCounts counts, OptionalDouble expectedRate) {
        if (counts.entered() == 0) {
            return new ForecastCounts(counts, 0.0);
        }
        return new ForecastCounts(
                counts, expectedRate.isEmpty() ? null : Double.valueOf(expectedRate.getAsDouble() * counts.entered()));
    }

    /** Over several days: the mean of the days' rates, weighted by entries. */
    OptionalDouble expectedRate() {
        return expected == null || counts.entered() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(expected / counts.entered());
    }

    @Override
    public ForecastCounts plus(ForecastCounts other) {
        return new ForecastCounts(
                counts.plus(other.counts),
                expected == null || other.expected == null ? null : expected + other.expected);
    }

    @Override
    public long weight() {
        return counts.weight();
    }
}
