package dev.cairn.domain.statistic;

import java.util.Map;
import java.util.TreeMap;

/**
 * The sum of one statistic.
 *
 * @param by breakdowns by dimension, then value; complete, since only rows are limited to the largest values
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

    /** Returns a breakdown's largest values, as a row stores them. */
    public Map<String, S> largest(Dimension dimension, StatisticValues<S> values) {
        return BreakdownLimiter.largest(by.getOrDefault(dimension.word(), Map.of()), values::weight, values::plus);
    }
}
