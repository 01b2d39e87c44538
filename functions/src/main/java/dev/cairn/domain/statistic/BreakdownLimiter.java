package dev.cairn.domain.statistic;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.ToLongFunction;

/** Limits the number of breakdown values that a row keeps (F7). */
final class BreakdownLimiter {

    private BreakdownLimiter() {}

    /**
     * Keeps at most {@link Dimension#MOST_VALUES} values: those with the largest weights, with ties broken by value.
     * The rest are merged into one value. Link level none is not a value and stays separate.
     */
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
}
