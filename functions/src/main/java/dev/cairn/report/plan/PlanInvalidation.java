package dev.cairn.report.plan;

import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Plan;
import dev.cairn.plan.model.Site;
import dev.cairn.store.Dependencies;
import dev.cairn.store.bucket.DirtyBuckets;
import dev.cairn.store.statistic.StatisticRows;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Marks the days that a new plan changes, for the aggregator: today if a site's funnels or zones differ, and every
 * retained day with events if a funnel is new, because it also applies to earlier days (section 4). Marking one bucket
 * is enough: the others are recomputed because the funnels differ.
 */
final class PlanInvalidation {
    private final DirtyBuckets marks;
    private final StatisticRows rows;
    private final Clock clock;

    PlanInvalidation(Dependencies dependencies) {
        this.marks = new DirtyBuckets(dependencies.items(), dependencies.clock());
        this.rows = new StatisticRows(dependencies.items());
        this.clock = dependencies.clock();
    }

    void raise(Plan before, Plan after) {
        List<DirtyBuckets.BucketKey> places = new ArrayList<>();
        for (Site site : after.sites().values()) {
            for (LocalDate day : days(before.sites().get(site.id()), site)) {
                places.add(new DirtyBuckets.BucketKey(site.id(), day, 0));
            }
        }
        marks.raise(places);
    }

    private Set<LocalDate> days(@Nullable Site before, Site after) {
        Set<LocalDate> days = new TreeSet<>();
        LocalDate today = after.zones().dayOf(clock.millis());
        if (before == null
                || !before.funnels().equals(after.funnels())
                || !before.zones().equals(after.zones())) {
            days.add(today);
        }
        if (before == null
                || !before.funnels().keySet().containsAll(after.funnels().keySet())) {
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
