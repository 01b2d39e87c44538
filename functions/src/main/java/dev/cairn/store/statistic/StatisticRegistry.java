package dev.cairn.store.statistic;

import dev.cairn.domain.anomaly.PulseCounts;
import dev.cairn.domain.attribution.AttributedGoals;
import dev.cairn.domain.insight.MicroCounts;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.EventNameCounts;
import dev.cairn.domain.statistic.FunnelCompletionCounts;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.FunnelStatistic;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.HealthCounts;
import dev.cairn.domain.statistic.MembershipChangeCounts;
import dev.cairn.domain.statistic.NextEventCounts;
import dev.cairn.domain.statistic.OrderlessCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.PageCounts;
import dev.cairn.domain.statistic.PropertyCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.domain.statistic.SiteStatistic;
import dev.cairn.domain.statistic.StatisticDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Lists all statistics. */
public final class StatisticRegistry {
    public static final List<StatisticDefinition<?>> ALL = List.of(
            OverviewCounts.STATISTIC,
            GoalCounts.STATISTIC,
            EventNameCounts.STATISTIC,
            HealthCounts.STATISTIC,
            OrderlessCounts.STATISTIC,
            VisitorSketch.LINKABLE,
            AttributedGoals.LAST_NON_DIRECT,
            AttributedGoals.FIRST_TOUCH,
            MicroCounts.STATISTIC,
            PulseCounts.STATISTIC,
            FunnelCounts.ENTRY,
            FunnelCounts.SAME_DAY,
            FunnelCompletionCounts.COMPLETION,
            NextEventCounts.STATISTIC,
            PageCounts.STATISTIC,
            PropertyCounts.STATISTIC,
            MembershipChangeCounts.STATISTIC);

    private StatisticRegistry() {}

    /** The views of a funnel (F4). */
    public static List<FunnelStatistic<?>> ofFunnels() {
        List<FunnelStatistic<?>> views = new ArrayList<>();
        for (StatisticDefinition<?> statistic : ALL) {
            if (statistic instanceof FunnelStatistic<?> view) {
                views.add(view);
            }
        }
        return views;
    }

    /** The key of every row that a day of a site with these funnels can have. */
    public static List<RowKey> rows(Collection<String> funnels) {
        List<RowKey> rows = new ArrayList<>();
        for (StatisticDefinition<?> statistic : ALL) {
            switch (statistic) {
                case SiteStatistic<?> ofSite -> add(RowKey.of(ofSite), rows);
                case FunnelStatistic<?> view -> funnels.forEach(funnel -> add(RowKey.of(view, funnel), rows));
            }
        }
        return rows;
    }

    private static void add(RowKey total, List<RowKey> rows) {
        rows.add(total);
        for (Dimension dimension : total.statistic().dimensions()) {
            rows.add(total.by(dimension));
        }
    }
}
