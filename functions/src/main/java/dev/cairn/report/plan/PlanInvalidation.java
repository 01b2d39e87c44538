package dev.cairn.report.plan;

import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.GoalTier;
import dev.cairn.domain.person.ExclusionRule;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Plan;
import dev.cairn.plan.model.Site;
import dev.cairn.store.Dependencies;
import dev.cairn.store.bucket.DirtyBuckets;
import dev.cairn.store.statistic.AggregationRuns;
import dev.cairn.store.statistic.StatisticRows;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Marks the days that a new plan changes, for the aggregator: today if a site's funnels or time zones differ, and every
 * retained day with events in these cases: a funnel is new, because it also applies to earlier days (section 4); an
 * audience has changed, because its members are summed over days; or the set of macro goals or of goals exported to ad
 * platforms has changed, because a run counts every day by the current set (F8). Marking one bucket is enough: the
 * others are recomputed because the funnels differ. A changed {@code exclude} rule also marks every retained day: the
 * events that it affects may belong to visits, orders and persons on any day.
 */
final class PlanInvalidation {
    private final DirtyBuckets marks;
    private final StatisticRows rows;
    private final AggregationRuns runs;
    private final Clock clock;

    PlanInvalidation(Dependencies dependencies) {
        this.marks = new DirtyBuckets(dependencies.items(), dependencies.clock());
        this.rows = new StatisticRows(dependencies.items());
        this.runs = new AggregationRuns(dependencies.items());
        this.clock = dependencies.clock();
    }

    void raise(Plan before, Plan after) {
        List<DirtyBuckets.BucketKey> places = new ArrayList<>();
        List<String> wanted = new ArrayList<>();
        for (Site site : after.sites().values()) {
            for (LocalDate day : days(before.sites().get(site.id()), site)) {
                places.add(new DirtyBuckets.BucketKey(site.id(), day, 0));
            }
            Site old = before.sites().get(site.id());
            if (old != null && !old.exclude().equals(site.exclude())) {
                wanted.add(site.id());
            }
        }
        marks.raise(places);
        wanted.forEach(runs::want);
    }

    /** The retained days covered by rules that were added, changed or removed. */
    private Set<LocalDate> excluded(@Nullable Site before, Site after, LocalDate today) {
        List<ExclusionRule> old = before == null ? List.of() : before.exclude().rules();
        List<ExclusionRule> now = after.exclude().rules();
        LocalDate first = today.minusDays(after.retentionDays());
        Set<LocalDate> days = new TreeSet<>();
        if (old.equals(now)) {
            return days;
        }
        Stream.concat(old.stream(), now.stream())
                .filter(rule -> !(old.contains(rule) && now.contains(rule)))
                .forEach(rule -> days.addAll(daysOf(rule, after, first, today)));
        return days;
    }

    private static List<LocalDate> daysOf(ExclusionRule rule, Site site, LocalDate first, LocalDate today) {
        LocalDate from = site.zones().dayOf(Math.max(rule.from(), site.zones().startOf(first)));
        LocalDate to = site.zones().dayOf(Math.min(rule.to() - 1, site.zones().endOf(today) - 1));
        return from.isAfter(to) ? List.of() : from.datesUntil(to.plusDays(1)).toList();
    }

    private static Set<String> macros(Site site) {
        return site.goals().values().stream()
                .filter(goal -> goal.tier() == GoalTier.MACRO)
                .map(Goal::id)
                .collect(Collectors.toSet());
    }

    private static Set<String> adsGoals(Site site) {
        return site.goals().values().stream()
                .filter(goal -> goal.ads() != null)
                .map(Goal::id)
                .collect(Collectors.toSet());
    }

    private Set<LocalDate> days(@Nullable Site before, Site after) {
        Set<LocalDate> days = new TreeSet<>();
        LocalDate today = after.zones().dayOf(clock.millis());
        if (before == null
                || !before.funnels().equals(after.funnels())
                || !before.zones().equals(after.zones())) {
            days.add(today);
        }
        Set<LocalDate> excluded = excluded(before, after, today);
        days.addAll(excluded);
        if (before == null
                || !excluded.isEmpty()
                || !before.funnels().keySet().containsAll(after.funnels().keySet())
                || !before.definitions().audiences().equals(after.definitions().audiences())
                || !adsGoals(before).equals(adsGoals(after))
                || !macros(before).equals(macros(after))) {
            for (StatisticRows.Row row : rows.range(
                    after.id(), RowKey.of(OverviewCounts.STATISTIC), today.minusDays(after.retentionDays()), today)) {
                if (row.total(OverviewCounts.STATISTIC).events() > 0) {
                    days.add(row.day());
                }
            }
        }
        return days;
    }
}
