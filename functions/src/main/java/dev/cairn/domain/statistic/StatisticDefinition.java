package dev.cairn.domain.statistic;

/**
 * One statistic of a day: its name, how its values add up, and what a visitor's day adds. All of them are in one list,
 * {@code store.Statistics}; the rows, their keys, the breakdowns and the API's choices follow from it. There is one
 * object of each, so they are compared by identity.
 */
public abstract sealed class StatisticDefinition<S> permits SiteStatistic, FunnelStatistic {
    private final String name;
    private final StatisticValues<S> values;

    StatisticDefinition(String name, StatisticValues<S> values) {
        this.name = name;
        this.values = values;
    }

    /** In the keys of its rows, in the API and in the documents. */
    public final String name() {
        return name;
    }

    public final StatisticValues<S> values() {
        return values;
    }

    /** Whether it has a breakdown by each {@link Dimension} (F7). */
    public abstract boolean hasBreakdowns();

    /** The same in every process, unlike an object's own. */
    @Override
    public final int hashCode() {
        return name.hashCode();
    }

    @Override
    public final boolean equals(Object other) {
        return this == other;
    }

    @Override
    public final String toString() {
        return name;
    }
}
