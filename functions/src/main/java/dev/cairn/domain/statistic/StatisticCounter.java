package dev.cairn.domain.statistic;

/** Adds visitors' days to one statistic, in place. Not thread-safe. */
public interface StatisticCounter<S> {

    void add(VisitorDayInput input);

    /** Returns the sum; nothing may be added afterwards. */
    StatisticSum<S> sum();

    /** Returns when the sum next changes without new events because a window closes, epoch milliseconds. */
    default long nextClose() {
        return StatisticAccumulator.NEVER;
    }
}
