package dev.cairn.domain.statistic;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a row of a site's day.
 *
 * @param funnel id of the statistic's funnel; null for a site statistic
 * @param dimension dimension of a breakdown; null for the total
 */
public record RowKey(
        StatisticDefinition<?> statistic,
        @Nullable String funnel,
        @Nullable Dimension dimension) {

    public RowKey {
        if (statistic instanceof FunnelStatistic != (funnel != null)) {
            throw new IllegalArgumentException(statistic.name() + " of funnel " + funnel);
        }
        if (dimension != null && !statistic.dimensions().contains(dimension)) {
            throw new IllegalArgumentException(statistic.name() + " has no breakdown by " + dimension.word());
        }
    }

    public static RowKey of(SiteStatistic<?> statistic) {
        return new RowKey(statistic, null, null);
    }

    public static RowKey of(FunnelStatistic<?> statistic, String funnel) {
        return new RowKey(statistic, funnel, null);
    }

    /** Returns the key of the breakdown by this dimension; null for the total. */
    public RowKey by(@Nullable Dimension ofBreakdown) {
        return new RowKey(statistic, funnel, ofBreakdown);
    }

    /** Unlike a hash code based on an enum's, the same in every process. */
    @Override
    public int hashCode() {
        return Objects.hash(statistic, funnel, dimension == null ? null : dimension.word());
    }
}
