package dev.cairn.domain.statistic;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Defines how the values of a statistic add up and rank. A value is either counts or counts by name. */
public abstract sealed class StatisticValues<S> {
    private final Class<?> type;

    private StatisticValues(Class<?> type) {
        this.type = type;
    }

    /** Values that are counts. */
    public static <S extends Counts<S>> StatisticValues<S> of(Class<S> type) {
        return new Single<>(type, UnaryOperator.identity());
    }

    /** Values that are counts, of which a row keeps only a part. */
    public static <S extends Counts<S>> StatisticValues<S> of(Class<S> type, UnaryOperator<S> kept) {
        return new Single<>(type, kept);
    }

    /** Values that are counts by name. */
    public static <S extends Counts<S>> StatisticValues<Map<String, S>> byName(Class<S> type) {
        return new ByName<>(type, UnaryOperator.identity());
    }

    /** Values that are counts by a name that senders choose; a row keeps only the largest. */
    static <S extends Counts<S>> StatisticValues<Map<String, S>> bySentName(Class<S> type) {
        return new ByName<>(type, total -> BreakdownLimiter.largest(total, Counts::weight, Counts::plus));
    }

    /** Values that are counts by name, of which a row keeps only a part. */
    static <S extends Counts<S>> StatisticValues<Map<String, S>> byName(
            Class<S> type, UnaryOperator<Map<String, S>> kept) {
        return new ByName<>(type, kept);
    }

    /** The type of the counts. */
    public final Class<?> type() {
        return type;
    }

    public abstract boolean isByName();

    /** Begins a sum with a value. */
    abstract S begin(S value);

    /**
     * Adds to a sum returned by {@link #begin}. It may modify {@code sum}, so use only the returned value afterwards.
     */
    abstract S add(S sum, S more);

    /** Returns the sum of both without changing them. */
    public final S plus(S one, S other) {
        return add(begin(one), other);
    }

    /** Ranks the values of a breakdown (F7). */
    public abstract long weight(S value);

    /** Returns the part of a day's total that a row keeps. */
    public abstract S kept(S total);

    private static final class Single<S extends Counts<S>> extends StatisticValues<S> {
        private final UnaryOperator<S> kept;

        Single(Class<S> type, UnaryOperator<S> kept) {
            super(type);
            this.kept = kept;
        }

        @Override
        public boolean isByName() {
            return false;
        }

        @Override
        S begin(S value) {
            return value;
        }

        @Override
        S add(S sum, S more) {
            return sum.plus(more);
        }

        @Override
        public long weight(S value) {
            return value.weight();
        }

        @Override
        public S kept(S total) {
            return kept.apply(total);
        }
    }

    private static final class ByName<S extends Counts<S>> extends StatisticValues<Map<String, S>> {
        private final UnaryOperator<Map<String, S>> kept;

        ByName(Class<S> type, UnaryOperator<Map<String, S>> kept) {
            super(type);
            this.kept = kept;
        }

        @Override
        public boolean isByName() {
            return true;
        }

        @Override
        Map<String, S> begin(Map<String, S> value) {
            return new TreeMap<>(value);
        }

        @Override
        Map<String, S> add(Map<String, S> sum, Map<String, S> more) {
            more.forEach((name, counts) -> sum.merge(name, counts, Counts::plus));
            return sum;
        }

        @Override
        public long weight(Map<String, S> value) {
            return value.values().stream().mapToLong(Counts::weight).sum();
        }

        @Override
        public Map<String, S> kept(Map<String, S> total) {
            return kept.apply(total);
        }
    }
}
