package dev.cairn.domain.attribution;

import dev.cairn.domain.goal.Conversion;
import dev.cairn.domain.statistic.Counts;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.SiteStatistic;
import dev.cairn.domain.statistic.StatisticCounter;
import dev.cairn.domain.statistic.StatisticSum;
import dev.cairn.domain.statistic.StatisticValues;
import dev.cairn.domain.statistic.VisitorDayInput;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Conversions by goal, broken down by the credited visit instead of the visit in which they happened (F7). The
 * breakdowns add up to those of {@link GoalCounts#STATISTIC}, so no total is stored.
 */
public final class AttributedGoals {
    /** The dimensions by which conversions are attributed. */
    public static final List<Dimension> DIMENSIONS =
            List.of(Dimension.CHANNEL, Dimension.SOURCE, Dimension.MEDIUM, Dimension.CAMPAIGN);

    public static final SiteStatistic<Map<String, GoalCounts>> LAST_NON_DIRECT =
            statistic("goals_last_non_direct", Attribution.LAST_NON_DIRECT);

    public static final SiteStatistic<Map<String, GoalCounts>> FIRST_TOUCH =
            statistic("goals_first_touch", Attribution.FIRST_TOUCH);

    private AttributedGoals() {}

    /** Returns the statistic that is broken down by this attribution. */
    public static SiteStatistic<Map<String, GoalCounts>> by(Attribution attribution) {
        return switch (attribution) {
            case VISIT -> GoalCounts.STATISTIC;
            case LAST_NON_DIRECT -> LAST_NON_DIRECT;
            case FIRST_TOUCH -> FIRST_TOUCH;
        };
    }

    private static SiteStatistic<Map<String, GoalCounts>> statistic(String name, Attribution attribution) {
        return SiteStatistic.countedBy(
                name, StatisticValues.byName(GoalCounts.class), DIMENSIONS, definitions -> new Counter(attribution));
    }

    private static final class Counter implements StatisticCounter<Map<String, GoalCounts>> {
        private final Attribution attribution;
        private final Map<String, Map<String, Map<String, GoalCounts>>> by = new TreeMap<>();

        Counter(Attribution attribution) {
            this.attribution = attribution;
        }

        @Override
        public void add(VisitorDayInput input) {
            if (input.tagged().conversions().isEmpty()) {
                return;
            }
            for (Dimension dimension : DIMENSIONS) {
                Map<String, Map<String, GoalCounts>> sums =
                        by.computeIfAbsent(dimension.word(), any -> new TreeMap<>());
                GoalCounts.grouped(input, conversion -> value(dimension, conversion, input))
                        .forEach((value, goals) -> sums.merge(value, goals, Counts::plus));
            }
        }

        private String value(Dimension dimension, Conversion conversion, VisitorDayInput input) {
            return conversion.visit() < 0
                    ? Dimension.NONE
                    : dimension.value(attribution.touch(input, conversion.visit()));
        }

        @Override
        public StatisticSum<Map<String, GoalCounts>> sum() {
            return new StatisticSum<>(Map.of(), by);
        }
    }
}
