package dev.cairn.domain.statistic;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A statistic with one value per site and day. */
public final class SiteStatistic<S> extends StatisticDefinition<S> {
    private final Supplier<StatisticCounter<S>> counters;
    private final boolean breakdowns;

    private SiteStatistic(
            String name, StatisticValues<S> values, boolean breakdowns, Supplier<StatisticCounter<S>> counters) {
        super(name, values);
        this.counters = counters;
        this.breakdowns = breakdowns;
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
                name, values, false, () -> new Counter<>(new StatisticAccumulator<>(values, empty), of, null));
    }

    /** Creates a statistic with breakdowns. */
    static <S> SiteStatistic<S> of(String name, StatisticValues<S> values, S empty, Of<S> of, By<S> by) {
        return new SiteStatistic<>(
                name, values, true, () -> new Counter<>(new StatisticAccumulator<>(values, empty), of, by));
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

    /** Creates a statistic without breakdowns that has its own way of adding up visitors. */
    public static <S> SiteStatistic<S> countedBy(
            String name, StatisticValues<S> values, Supplier<StatisticCounter<S>> counters) {
        return new SiteStatistic<>(name, values, false, counters);
    }

    /** Creates an empty counter. */
    public StatisticCounter<S> counter() {
        return counters.get();
    }

    @Override
    public boolean hasBreakdowns() {
        return breakdowns;
    }
}
