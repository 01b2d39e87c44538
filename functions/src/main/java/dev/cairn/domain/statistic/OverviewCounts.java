package dev.cairn.domain.statistic;

import dev.cairn.domain.visit.TaggedDay.TaggedEvent;
import dev.cairn.domain.visit.Visit;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts a day's visitors, their activity and their macro conversions (F8). Crawlers are excluded; events, page views
 * and conversions of link level none are included.
 *
 * @param visitors distinct visitors
 * @param engagedMillis engaged time
 * @param linkableVisitors distinct visitors that can be recognized across days
 * @param linkableVisits visits of linkable visitors
 * @param macros conversions of the macro goals in the plan that is active during the run; null in rows stored before
 *     they were counted, and in every sum that includes such a row
 */
public record OverviewCounts(
        long visitors,
        long visits,
        long events,
        long pageViews,
        long engagedMillis,
        long linkableVisitors,
        long linkableVisits,
        @Nullable MacroCounts macros)
        implements Counts<OverviewCounts> {

    public static final OverviewCounts EMPTY = new OverviewCounts(0, 0, 0, 0, 0, 0, 0);

    public static final SiteStatistic<OverviewCounts> STATISTIC = SiteStatistic.defined(
            "overview",
            StatisticValues.of(OverviewCounts.class),
            EMPTY,
            definitions -> input -> of(input, definitions.macros()),
            definitions -> (dimension, input) -> by(dimension, input, definitions.macros()));

    /** Creates counts without macro conversions. */
    public OverviewCounts(
            long visitors,
            long visits,
            long events,
            long pageViews,
            long engagedMillis,
            long linkableVisitors,
            long linkableVisits) {
        this(visitors, visits, events, pageViews, engagedMillis, linkableVisitors, linkableVisits, MacroCounts.NONE);
    }

    private static OverviewCounts of(VisitorDayInput input, Set<String> macros) {
        long events = input.tagged().events().size();
        long pageViews = input.tagged().events().stream()
                .filter(OverviewCounts::isPageView)
                .count();
        long visits = input.tagged().visits().size();
        long engaged =
                input.tagged().visits().stream().mapToLong(Visit::engagedMillis).sum();
        long visitor = input.isVisitor() ? 1 : 0;
        long linkable = input.visitor().linkable() ? visitor : 0;
        return new OverviewCounts(
                visitor,
                visits,
                events,
                pageViews,
                engaged,
                linkable,
                linkable * visits,
                MacroCounts.grouped(input, macros, conversion -> "").getOrDefault("", MacroCounts.NONE));
    }

    /** Counts each visit under its value of the dimension. A visitor counts once per value. */
    private static Map<String, OverviewCounts> by(Dimension dimension, VisitorDayInput input, Set<String> macros) {
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
        MacroCounts.grouped(input, macros, conversion -> input.value(dimension, conversion.visit()))
                .forEach((value, counts) ->
                        values.merge(value, new OverviewCounts(0, 0, 0, 0, 0, 0, 0, counts), OverviewCounts::plus));
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
                linkableVisits + other.linkableVisits,
                macros == null || other.macros == null ? null : macros.plus(other.macros));
    }

    @Override
    public long weight() {
        return visitors;
    }
}
