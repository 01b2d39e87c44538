package dev.cairn.report.targets;

import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.plan.model.Target;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * The metrics of a site's targets by day.
 *
 * @param goals counts by day, then by goal
 * @param currency the site's currency: amounts in other currencies are left out, never converted
 */
record TargetMetrics(
        Map<LocalDate, OverviewCounts> overview, Map<LocalDate, Map<String, GoalCounts>> goals, String currency) {

    /** Metrics without an exact figure for a range: their daily figures are summed. */
    static final Set<String> DAILY = Set.of("visitors", "converters");

    static boolean isMoney(Target target) {
        return target.metric().equals("value");
    }

    Map<LocalDate, BigDecimal> of(Target target) {
        return switch (target.metric()) {
            case "visitors" -> ofSite(OverviewCounts::visitors);
            case "visits" -> ofSite(OverviewCounts::visits);
            case "page_views" -> ofSite(OverviewCounts::pageViews);
            case "conversions" -> ofGoal(target, GoalCounts::conversions);
            case "converters" -> ofGoal(target, GoalCounts::converters);
            case "value" -> amounts(target);
            default -> throw new IllegalArgumentException("the plan has no metric " + target.metric());
        };
    }

    private Map<LocalDate, BigDecimal> ofSite(ToLongFunction<OverviewCounts> metric) {
        Map<LocalDate, BigDecimal> days = new TreeMap<>();
        overview.forEach((day, counts) -> days.put(day, BigDecimal.valueOf(metric.applyAsLong(counts))));
        return days;
    }

    private Map<LocalDate, BigDecimal> ofGoal(Target target, ToLongFunction<GoalCounts> metric) {
        Map<LocalDate, BigDecimal> days = new TreeMap<>();
        counts(target).forEach((day, counts) -> days.put(day, BigDecimal.valueOf(metric.applyAsLong(counts))));
        return days;
    }

    private Map<LocalDate, BigDecimal> amounts(Target target) {
        Map<LocalDate, BigDecimal> days = new TreeMap<>();
        counts(target).forEach((day, counts) -> days.put(day, counts.value().getOrDefault(currency, BigDecimal.ZERO)));
        return days;
    }

    /** The other currencies in which the goal had amounts during the target's period. */
    Set<String> otherCurrencies(Target target) {
        Set<String> others = new TreeSet<>();
        if (isMoney(target)) {
            counts(target).forEach((day, counts) -> {
                if (!day.isBefore(target.from()) && !day.isAfter(target.to())) {
                    others.addAll(counts.value().keySet());
                }
            });
            others.remove(currency);
        }
        return others;
    }

    private Map<LocalDate, GoalCounts> counts(Target target) {
        Map<LocalDate, GoalCounts> days = new TreeMap<>();
        goals.forEach((day, byGoal) -> {
            GoalCounts counts = byGoal.get(target.goal());
            if (counts != null) {
                days.put(day, counts);
            }
        });
        return days;
    }
}
