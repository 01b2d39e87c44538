package dev.cairn.domain.statistic;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a row of a site's day is about.
 *
 * @param funnel id of the funnel that the statistic is of; null for the site's own
 * @param dimension of a breakdown; null for the total
 */
public record RowKey(
        StatisticDefinition<?> statistic,
        @Nullable String funnel,
        @Nullable Dimension dimension) {

    public RowKey {
        if (statistic instanceof FunnelStatistic != (funnel != null)) {
            throw new IllegalArgumentException(statistic.name() + " of funnel " + funnel);
        }
        if (dimension != null && !statistic.hasBreakdowns()) {
            throw new IllegalArgumentException(statistic.name() + " has no breakdowns");
        }
    }

    public static RowKey of(SiteStatistic<?> statistic) {
        return new RowKey(statistic, null, null);
    }

    public static RowKey of(FunnelStatistic<?> statistic, String funnel) {
        return new RowKey(statistic, funnel, null);
    }

    /** The breakdown by this dimension; null for the total. */
    public RowKey by(@Nullable Dimension ofBreakdown) {
        return new RowKey(statistic, funnel, ofBreakdown);
    }

    /** The same in every process, unlike an enum's. */
    @Override
    public int hashCode() {
        return Objects.hash(statistic, funnel, dimension == null ? null : dimension.word());
    }
}
