package dev.cairn.domain.statistic;

import dev.cairn.domain.funnel.Funnel;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A statistic with one value per funnel and day: a view of the funnel (F4). It has breakdowns. */
public final class FunnelStatistic<S> extends StatisticDefinition<S> {
    private final Function<Funnel, S> empty;
    private final Of<S> of;

    FunnelStatistic(String name, StatisticValues<S> values, Function<Funnel, S> empty, Of<S> of) {
        super(name, values);
        this.empty = empty;
        this.of = of;
    }

    /**
     * Adds a visitor's day to the totals. It is called once rather than once per breakdown, because one pass over the
     * visitor's events yields the total and all breakdowns.
     */
    @FunctionalInterface
    interface Of<S> {
        void add(Funnel funnel, VisitorDayInput input, StatisticAccumulator<S> into);
    }

    /** Creates an empty counter. */
    public StatisticCounter<S> counter(Funnel funnel) {
        return new Counter<>(funnel, of, new StatisticAccumulator<>(values(), empty.apply(funnel)));
    }

    private record Counter<S>(Funnel funnel, Of<S> of, StatisticAccumulator<S> totals) implements StatisticCounter<S> {
        @Override
        public void add(VisitorDayInput input) {
            if (!input.journey().isEmpty()) {
                of.add(funnel, input, totals);
            }
        }

        @Override
        public StatisticSum<S> sum() {
            return totals.sum();
        }

        @Override
        public Map<Long, StatisticSum<S>> closings() {
            return totals.closings();
        }

        @Override
        public long countedUntil() {
            return totals.countedUntil();
        }
    }

    @Override
    public List<Dimension> dimensions() {
        return Dimension.ALL;
    }
}
