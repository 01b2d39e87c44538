package dev.cairn.domain.statistic;

import dev.cairn.domain.visit.TaggedDay.TaggedEvent;
import dev.cairn.domain.visit.Visit;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts a day's visitors and their activity (F8). Crawlers are excluded; events and page views of link level none are
 * included.
 *
 * @param visitors distinct visitors
 * @param engagedMillis engaged time
 * @param linkableVisitors distinct visitors that can be recognized across days
 * @param linkableVisits visits of linkable visitors
 */
public record OverviewCounts(
        long visitors,
        long visits,
        long events,
        long pageViews,
        long engagedMillis,
        long linkableVisitors,
        long linkableVisits)
        implements Counts<OverviewCounts> {

    public static final OverviewCounts EMPTY = new OverviewCounts(0, 0, 0, 0, 0, 0, 0);

    public static final SiteStatistic<OverviewCounts> STATISTIC = SiteStatistic.of(
            "overview", StatisticValues.of(OverviewCounts.class), EMPTY, OverviewCounts::of, OverviewCounts::by);

    public static OverviewCounts of(VisitorDayInput input) {
        long events = input.tagged().events().size();
        long pageViews = input.tagged().events().stream()
                .filter(OverviewCounts::isPageView)
                .count();
        long visits = input.tagged().visits().size();
        long engaged =
                input.tagged().visits().stream().mapToLong(Visit::engagedMillis).sum();
        long visitor = input.isVisitor() ? 1 : 0;
        long linkable = input.visitor().linkable() ? visitor : 0;
        return new OverviewCounts(visitor, visits, events, pageViews, engaged, linkable, linkable * visits);
    }

    /** Counts each visit under its own value; a visitor counts once under each value. */
    public static Map<String, OverviewCounts> by(Dimension dimension, VisitorDayInput input) {
        Map<String, OverviewCounts> values = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < input.tagged().visits().size(); i++) {
            Visit visit = input.tagged().visits().get(i);
            String value = input.value(dimension, i);
            long visitor = seen.add(value) ? 1 : 0;
            long linkable = input.visitor().linkable() ? 1 : 0;
            values.merge(
                    value,
                    new OverviewCounts(
                            visitor,
                            1,
                            visit.events(),
                            visit.pageViews(),
                            visit.engagedMillis(),
                            linkable * visitor,
                            linkable),
                    OverviewCounts::plus);
        }
        for (TaggedEvent event : input.tagged().events()) {
            if (event.visit() < 0) {
                values.merge(
                        Dimension.NONE,
                        new OverviewCounts(0, 0, 1, isPageView(event) ? 1 : 0, 0, 0, 0),
                        OverviewCounts::plus);
            }
        }
        return values;
    }

    private static boolean isPageView(TaggedEvent event) {
        return event.event().name().equals("page_view");
    }

    @Override
    public OverviewCounts plus(OverviewCounts other) {
        return new OverviewCounts(
                visitors + other.visitors,
                visits + other.visits,
                events + other.events,
                pageViews + other.pageViews,
                engagedMillis + other.engagedMillis,
                linkableVisitors + other.linkableVisitors,
                linkableVisits + other.linkableVisits);
    }

    @Override
    public long weight() {
        return visitors;
    }
}
