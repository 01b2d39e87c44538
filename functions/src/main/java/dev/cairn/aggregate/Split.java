package dev.cairn.aggregate;

import dev.cairn.domain.statistic.Counts;
import dev.cairn.domain.statistic.Dimension;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.ToLongFunction;

/** Breakdowns: per dimension and value (F7). A sum of breakdowns is exact; only a row is cut to the largest values. */
final class Split {

    private Split() {}

    /** Adds a breakdown's values to those of a dimension. */
    static <S> void add(
            Map<String, Map<String, S>> dimensions,
            Dimension dimension,
            Map<String, S> values,
            BinaryOperator<S> plus) {
        Map<String, S> sum = dimensions.computeIfAbsent(dimension.word(), word -> new TreeMap<>());
        values.forEach((value, counts) -> sum.merge(value, counts, plus));
    }

    /** Two breakdowns added. */
    static <S> Map<String, Map<String, S>> plus(
            Map<String, Map<String, S>> one, Map<String, Map<String, S>> other, BinaryOperator<S> plus) {
        Map<String, Map<String, S>> sum = new TreeMap<>();
        for (Map<String, Map<String, S>> each : List.of(one, other)) {
            each.forEach((dimension, values) -> {
                Map<String, S> into = sum.computeIfAbsent(dimension, word -> new TreeMap<>());
                values.forEach((value, counts) -> into.merge(value, counts, plus));
            });
        }
        return sum;
    }

    /** At most {@link Dimension#MOST_VALUES} values: those with most weight, ties by value; the rest as one.
     * Link level none is no value and stays by itself. */
    static <S> Map<String, S> largest(Map<String, S> values, ToLongFunction<S> weight, BinaryOperator<S> plus) {
        if (values.size() <= Dimension.MOST_VALUES) {
            return values;
        }
        Set<String> kept = new HashSet<>(values.entrySet().stream()
                .filter(each -> !each.getKey().equals(Dimension.NONE))
                .sorted(Comparator.<Map.Entry<String, S>>comparingLong(each -> -weight.applyAsLong(each.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .limit(Dimension.MOST_VALUES)
                .map(Map.Entry::getKey)
                .toList());
        kept.add(Dimension.NONE);
        Map<String, S> largest = new TreeMap<>();
        values.forEach((value, counts) -> largest.merge(kept.contains(value) ? value : Dimension.OTHER, counts, plus));
        return largest;
    }

    static <S extends Counts<S>> Map<String, S> largest(Map<String, S> values) {
        return largest(values, Counts::weight, Counts::plus);
    }
}
