package dev.cairn.domain.statistic;

import java.util.List;

/**
 * Defines one statistic of a day: its name, how its values add up, and the contribution of a visitor's day. All
 * statistics are listed in {@code StatisticRegistry}; rows, row keys, breakdowns and the API's choices are derived from
 * that list. Each statistic has one instance, so statistics are compared by identity.
 */
public abstract sealed class StatisticDefinition<S> permits SiteStatistic, FunnelStatistic {
    private final String name;
    private final StatisticValues<S> values;

    StatisticDefinition(String name, StatisticValues<S> values) {
        this.name = name;
        this.values = values;
    }

    /** Returns the name used in row keys, the API and the documentation. */
    public final String name() {
        return name;
    }

    public final StatisticValues<S> values() {
        return values;
    }

    /** Returns the dimensions by which it is broken down (F7). */
    public abstract List<Dimension> dimensions();

    public final boolean hasBreakdowns() {
        return !dimensions().isEmpty();
    }

    /** Unlike the identity hash code, the same in every process. */
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
