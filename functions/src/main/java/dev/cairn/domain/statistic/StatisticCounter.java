package dev.cairn.domain.statistic;

import java.util.Map;

/** Adds visitors' days to one statistic, in place. Not thread-safe. */
public interface StatisticCounter<S> {

    void add(VisitorDayInput input);

    /** Returns the sum; nothing may be added afterwards. */
    StatisticSum<S> sum();

    /**
     * Returns what is to be added to the sum at which time, epoch milliseconds, because windows close; of the near future
     * only.
     */
    default Map<Long, StatisticSum<S>> closings() {
        return Map.of();
    }

    /** Returns when the sum changes without new events in a way that {@link #closings} does not say, epoch milliseconds. */
    default long countedUntil() {
        return StatisticAccumulator.NEVER;
    }
}
