package dev.cairn.domain.statistic;

import dev.cairn.domain.event.TrafficSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/** A total and its breakdowns, to which visitors are added in place. A map that is added becomes part of the sum. */
public final class StatisticAccumulator<S> {
    /** The time of the next change while no window is open. */
    public static final long NEVER = Long.MAX_VALUE;

    /** How far ahead closings are kept: longer than any local day. */
    private static final long KNOWN_AHEAD_MILLIS = 26 * 3_600_000L;

    /** A run's {@code as_of} is on a half hour (F2). */
    private static final long HALF_HOUR_MILLIS = 30 * 60_000L;

    private final StatisticValues<S> values;
    private final BinaryOperator<S> addition;
    private final Map<String, Map<String, S>> by = new TreeMap<>();
    private final S none;
    private S total;
    private final NavigableMap<Long, StatisticAccumulator<S>> closings = new TreeMap<>();
    private long countedUntil = NEVER;

    StatisticAccumulator(StatisticValues<S> values, S empty) {
        this.values = values;
        this.addition = values::add;
        this.none = empty;
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

    /** Adds to every breakdown, under the visit's value of that dimension. */
    void addToAll(TrafficSource touch, S more) {
        for (Dimension dimension : Dimension.values()) {
            by.computeIfAbsent(dimension.word(), any -> new TreeMap<>()).merge(dimension.value(touch), more, addition);
        }
    }

    /**
     * Records that the sum and its breakdowns change at {@code time}, epoch milliseconds, even without new events.
     *
     * @param asOf the run's time; to limit the size, only closings soon after it are kept
     * @param change the change to add at that time
     */
    void closesAt(long time, long asOf, TrafficSource touch, S change) {
        if (time > asOf + KNOWN_AHEAD_MILLIS) {
            countedUntil = Math.min(countedUntil, time);
            return;
        }
        StatisticAccumulator<S> closing = closings.computeIfAbsent(
                Math.ceilDiv(time, HALF_HOUR_MILLIS) * HALF_HOUR_MILLIS,
                any -> new StatisticAccumulator<>(values, none));
        closing.add(change);
        closing.addToAll(touch, change);
    }

    StatisticSum<S> sum() {
        return new StatisticSum<>(total, by);
    }

    /** Returns the changes to add to the sum as windows close, by time. */
    Map<Long, StatisticSum<S>> closings() {
        Map<Long, StatisticSum<S>> sums = new LinkedHashMap<>();
        closings.forEach((time, closing) -> sums.put(time, closing.sum()));
        return sums;
    }

    /** Returns when the sum changes without new events in a way that {@link #closings} does not include. */
    long countedUntil() {
        return countedUntil;
    }
}
