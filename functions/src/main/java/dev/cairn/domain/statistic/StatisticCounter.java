package dev.cairn.domain.statistic;

import java.util.Map;

/** Adds visitors' days to one statistic, in place. Not thread-safe. */
public interface StatisticCounter<S> {

    void add(VisitorDayInput input);

    /** Returns the sum. Nothing may be added afterwards. */
    StatisticSum<S> sum();

    /**
     * Returns the changes to add to the sum as windows close, by time in epoch milliseconds, only for the near future.
     */
    default Map<Long, StatisticSum<S>> closings() {
        return Map.of();
    }

    /**
     * Returns when, in epoch milliseconds, the sum changes without new events in a way that {@link #closings} does not
     * include.
     */
    default long countedUntil() {
        return StatisticAccumulator.NEVER;
    }
}
