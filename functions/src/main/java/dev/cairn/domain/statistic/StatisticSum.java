package dev.cairn.domain.statistic;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one statistic came to.
 *
 * @param by breakdowns by dimension, then value: all values, for only a row is cut to the largest
 */
public record StatisticSum<S>(S total, Map<String, Map<String, S>> by) {

    public StatisticSum<S> plus(StatisticSum<S> other, StatisticValues<S> values) {
        Map<String, Map<String, S>> sum = new TreeMap<>(by);
        other.by.forEach((dimension, more) -> sum.merge(dimension, more, (one, two) -> plus(one, two, values)));
        return new StatisticSum<>(values.plus(total, other.total), sum);
    }

    private static <S> Map<String, S> plus(Map<String, S> one, Map<String, S> other, StatisticValues<S> values) {
        Map<String, S> sum = new TreeMap<>(one);
        other.forEach((value, more) -> sum.merge(value, more, values::plus));
        return sum;
    }

    /** A breakdown as a row has it: its largest values. */
    public Map<String, S> largest(Dimension dimension, StatisticValues<S> values) {
        return Breakdown.largest(by.getOrDefault(dimension.word(), Map.of()), values::weight, values::plus);
    }
}
