package dev.cairn.domain.statistic;

import dev.cairn.domain.event.TrafficSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/** A total and its breakdowns, to which visitors are added in place. A map that is added then belongs to the sum. */
public final class StatisticAccumulator<S> {
    /** The time of the next change while no window is open. */
    public static final long NEVER = Long.MAX_VALUE;

    private final StatisticValues<S> values;
    private final BinaryOperator<S> addition;
    private final Map<String, Map<String, S>> by = new TreeMap<>();
    private S total;
    private long nextClose = NEVER;

    StatisticAccumulator(StatisticValues<S> values, S empty) {
        this.values = values;
        this.addition = values::add;
        this.total = values.begin(empty);
    }

    void add(S more) {
        total = values.add(total, more);
    }

    /** Adds to a breakdown, by value of the dimension. */
    void addAll(Dimension dimension, Map<String, S> more) {
        Map<String, S> sums = by.computeIfAbsent(dimension.word(), any -> new TreeMap<>());
        more.forEach((value, each) -> sums.merge(value, each, addition));
    }

    /** Adds to every breakdown, under the visit's value of its dimension. */
    void addToAll(TrafficSource touch, S more) {
        for (Dimension dimension : Dimension.values()) {
            by.computeIfAbsent(dimension.word(), any -> new TreeMap<>()).merge(dimension.value(touch), more, addition);
        }
    }

    /** Notes that part of the sum changes without new events at {@code time}, epoch milliseconds. */
    void closesAt(long time) {
        nextClose = Math.min(nextClose, time);
    }

    StatisticSum<S> sum() {
        return new StatisticSum<>(total, by);
    }

    long nextClose() {
        return nextClose;
    }
}
