package dev.cairn.domain.statistic;

import java.time.LocalDate;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** A statistic of which a site has one a day. */
public final class SiteStatistic<S> extends StatisticDefinition<S> {
    private final Supplier<StatisticCounter<S>> counters;
    private final boolean breakdowns;

    private SiteStatistic(
            String name, StatisticValues<S> values, boolean breakdowns, Supplier<StatisticCounter<S>> counters) {
        super(name, values);
        this.counters = counters;
        this.breakdowns = breakdowns;
    }

    /** What a visitor's day adds. */
    @FunctionalInterface
    public interface Of<S> {
        /** @param dayOf the site's local day of an instant, epoch milliseconds */
        S of(VisitorDayInput facts, LongFunction<LocalDate> dayOf);
    }

    /** What a visitor's day adds to a breakdown, by value of the dimension. */
    @FunctionalInterface
    public interface By<S> {
        Map<String, S> by(Dimension dimension, VisitorDayInput facts);
    }

    /** A statistic without breakdowns. */
    static <S> SiteStatistic<S> of(String name, StatisticValues<S> values, S empty, Of<S> of) {
        return new SiteStatistic<>(name, values, false, () -> {
            StatisticTotals<S> totals = new StatisticTotals<>(values, empty);
            return StatisticCounter.of(totals, (facts, dayOf) -> totals.add(of.of(facts, dayOf)));
        });
    }

    /** A statistic with breakdowns. */
    static <S> SiteStatistic<S> of(String name, StatisticValues<S> values, S empty, Of<S> of, By<S> by) {
        return new SiteStatistic<>(name, values, true, () -> {
            StatisticTotals<S> totals = new StatisticTotals<>(values, empty);
            return StatisticCounter.of(totals, (facts, dayOf) -> {
                totals.add(of.of(facts, dayOf));
                for (Dimension dimension : Dimension.values()) {
                    totals.addAll(dimension, by.by(dimension, facts));
                }
            });
        });
    }

    /** A statistic without breakdowns that adds visitors up in a way of its own. */
    public static <S> SiteStatistic<S> countedBy(
            String name, StatisticValues<S> values, Supplier<StatisticCounter<S>> counters) {
        return new SiteStatistic<>(name, values, false, counters);
    }

    /** A new sum of nobody. */
    public StatisticCounter<S> counter() {
        return counters.get();
    }

    @Override
    public boolean hasBreakdowns() {
        return breakdowns;
    }
}
