package dev.cairn.domain.statistic;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A statistic with one value per site and day. */
public final class SiteStatistic<S> extends StatisticDefinition<S> {
    private final Function<DayDefinitions, StatisticCounter<S>> counters;
    private final List<Dimension> dimensions;

    private SiteStatistic(
            String name,
            StatisticValues<S> values,
            List<Dimension> dimensions,
            Function<DayDefinitions, StatisticCounter<S>> counters) {
        super(name, values);
        this.counters = counters;
        this.dimensions = List.copyOf(dimensions);
    }

    /** Computes the contribution of a visitor's day. */
    @FunctionalInterface
    public interface Of<S> {
        S of(VisitorDayInput input);
    }

    /** Computes the contribution of a visitor's day to a breakdown, by value of the dimension. */
    @FunctionalInterface
    public interface By<S> {
        Map<String, S> by(Dimension dimension, VisitorDayInput input);
    }

    /** Creates a statistic without breakdowns. */
    static <S> SiteStatistic<S> of(String name, StatisticValues<S> values, S empty, Of<S> of) {
        return new SiteStatistic<>(
                name,
                values,
                List.of(),
                definitions -> new Counter<>(new StatisticAccumulator<>(values, empty), of, null));
    }

    /** Creates a statistic with breakdowns. */
    static <S> SiteStatistic<S> of(String name, StatisticValues<S> values, S empty, Of<S> of, By<S> by) {
        return new SiteStatistic<>(
                name,
                values,
                Dimension.ALL,
                definitions -> new Counter<>(new StatisticAccumulator<>(values, empty), of, by));
    }

    /** Creates a statistic without breakdowns that depends on the definitions. */
    static <S> SiteStatistic<S> defined(
            String name, StatisticValues<S> values, S empty, Function<DayDefinitions, Of<S>> of) {
        return new SiteStatistic<>(
                name,
                values,
                List.of(),
                definitions -> new Counter<>(new StatisticAccumulator<>(values, empty), of.apply(definitions), null));
    }

    /** Creates a statistic with breakdowns that depends on the definitions. */
    static <S> SiteStatistic<S> defined(
            String name,
            StatisticValues<S> values,
            S empty,
            Function<DayDefinitions, Of<S>> of,
            Function<DayDefinitions, By<S>> by) {
        return new SiteStatistic<>(
                name,
                values,
                Dimension.ALL,
                definitions -> new Counter<>(
                        new StatisticAccumulator<>(values, empty), of.apply(definitions), by.apply(definitions)));
    }

    private record Counter<S>(
            StatisticAccumulator<S> totals,
            Of<S> of,
            @Nullable By<S> by) implements StatisticCounter<S> {
        @Override
        public void add(VisitorDayInput input) {
            totals.add(of.of(input));
            if (by != null) {
                for (Dimension dimension : Dimension.values()) {
                    totals.addAll(dimension, by.by(dimension, input));
                }
            }
        }

        @Override
        public StatisticSum<S> sum() {
            return totals.sum();
        }
    }

    /** Creates a statistic without breakdowns and with its own counter. */
    public static <S> SiteStatistic<S> countedBy(
            String name, StatisticValues<S> values, Function<DayDefinitions, StatisticCounter<S>> counters) {
        return countedBy(name, values, List.of(), counters);
    }

    /** Creates a statistic with some breakdowns and with its own counter. */
    public static <S> SiteStatistic<S> countedBy(
            String name,
            StatisticValues<S> values,
            List<Dimension> dimensions,
            Function<DayDefinitions, StatisticCounter<S>> counters) {
        return new SiteStatistic<>(name, values, dimensions, counters);
    }

    /** Creates an empty counter. */
    public StatisticCounter<S> counter(DayDefinitions definitions) {
        return counters.apply(definitions);
    }

    @Override
    public List<Dimension> dimensions() {
        return dimensions;
    }
}
