package dev.cairn.aggregate;

import dev.cairn.domain.Funnel;
import dev.cairn.domain.statistic.Counts;
import dev.cairn.domain.statistic.DayFacts;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.EventNames;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.HealthCounts;
import dev.cairn.domain.statistic.OrderlessCounts;
import dev.cairn.domain.statistic.Overview;
import dev.cairn.store.Uniques;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * All statistics of one site's day or of one bucket of it: a monoid made of monoids. Breakdowns are by dimension, then
 * value.
 */
record DayStatistics(
        Overview overview,
        Map<String, Map<String, Overview>> overviewBy,
        Map<String, GoalCounts> goals,
        Map<String, Map<String, Map<String, GoalCounts>>> goalsBy,
        Map<String, EventNames> events,
        Map<String, HealthCounts> health,
        Map<String, OrderlessCounts> orderless,
        Map<String, FunnelStatistics> funnels,
        Uniques linkable) {

    static DayStatistics empty(Map<String, Funnel> funnels) {
        Map<String, FunnelStatistics> none = new TreeMap<>();
        funnels.forEach((id, funnel) -> none.put(id, FunnelStatistics.empty(funnel)));
        return new DayStatistics(
                Overview.EMPTY, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), none, Uniques.NOBODY);
    }

    /** When any figure changes by itself because a window closes, epoch milliseconds. */
    long nextClose() {
        return funnels.values().stream()
                .mapToLong(FunnelStatistics::nextClose)
                .min()
                .orElse(FunnelStatistics.NEVER);
    }

    DayStatistics plus(DayStatistics other) {
        Map<String, FunnelStatistics> funnelSum = new TreeMap<>(funnels);
        other.funnels.forEach((id, each) -> funnelSum.merge(id, each, FunnelStatistics::plus));
        return new DayStatistics(
                overview.plus(other.overview),
                Split.plus(overviewBy, other.overviewBy, Overview::plus),
                Counts.plus(goals, other.goals),
                Split.plus(goalsBy, other.goalsBy, Counts::plus),
                Counts.plus(events, other.events),
                Counts.plus(health, other.health),
                Counts.plus(orderless, other.orderless),
                funnelSum,
                Uniques.sum(List.of(linkable, other.linkable)));
    }

    /** Adds visitors up in place; what it adds with is the same as {@link DayStatistics#plus}. */
    static final class Builder {
        private final Map<String, Map<String, Overview>> overviewBy = new TreeMap<>();
        private final Map<String, Map<String, Map<String, GoalCounts>>> goalsBy = new TreeMap<>();
        private final Map<String, FunnelStatistics.Builder> funnels = new TreeMap<>();
        private final List<dev.cairn.domain.VisitorKey> linkable = new ArrayList<>();
        private Overview overview = Overview.EMPTY;
        private Map<String, GoalCounts> goals = new TreeMap<>();
        private Map<String, EventNames> events = new TreeMap<>();
        private Map<String, HealthCounts> health = new TreeMap<>();
        private Map<String, OrderlessCounts> orderless = new TreeMap<>();

        Builder(Map<String, Funnel> definitions) {
            definitions.forEach((id, funnel) -> funnels.put(id, new FunnelStatistics.Builder(funnel)));
        }

        void add(DayFacts facts, LongFunction<LocalDate> dayOf) {
            overview = overview.plus(Overview.of(facts));
            merge(goals, GoalCounts.of(facts));
            merge(events, EventNames.of(facts));
            merge(health, HealthCounts.of(facts, dayOf));
            merge(orderless, OrderlessCounts.of(facts));
            for (Dimension dimension : Dimension.values()) {
                Split.add(overviewBy, dimension, Overview.by(dimension, facts), Overview::plus);
                Split.add(goalsBy, dimension, GoalCounts.by(dimension, facts), Counts::plus);
            }
            if (facts.isVisitor() && facts.visitor().linkable()) {
                linkable.add(facts.visitor());
            }
            if (!facts.journey().isEmpty()) {
                funnels.values().forEach(funnel -> funnel.add(facts));
            }
        }

        private static <S extends Counts<S>> void merge(Map<String, S> sum, Map<String, S> more) {
            more.forEach((key, counts) -> sum.merge(key, counts, Counts::plus));
        }

        DayStatistics build() {
            Map<String, FunnelStatistics> funnelSums = new TreeMap<>();
            funnels.forEach((id, funnel) -> funnelSums.put(id, funnel.build()));
            return new DayStatistics(
                    overview, overviewBy, goals, goalsBy, events, health, orderless, funnelSums, Uniques.of(linkable));
        }
    }
}
