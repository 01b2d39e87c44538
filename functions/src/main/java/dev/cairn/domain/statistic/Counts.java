package dev.cairn.domain.statistic;

import java.util.Map;
import java.util.TreeMap;

/**
 * The value of a statistic: {@code plus} is associative and commutative, and {@code weight} ranks the values of a
 * breakdown.
 */
public interface Counts<S extends Counts<S>> {

    S plus(S other);

    /** Ranks the values of a breakdown (F7). */
    long weight();

    /** Adds two breakdowns, value by value. */
    static <K extends Comparable<K>, S extends Counts<S>> Map<K, S> plus(Map<K, S> one, Map<K, S> other) {
        Map<K, S> sum = new TreeMap<>(one);
        other.forEach((key, counts) -> sum.merge(key, counts, Counts::plus));
        return sum;
    }
}
