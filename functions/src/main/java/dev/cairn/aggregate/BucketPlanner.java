package dev.cairn.aggregate;

import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.store.ItemStore;
import dev.cairn.store.bucket.DayBuckets;
import dev.cairn.store.statistic.StatisticRows;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.OptionalLong;

/**
 * Chooses into how many buckets the next day of a site goes, before it begins: by the largest day of the week before, as
 * a site may be quiet on Sundays only. A site without a row in that week is left to its first writer.
 */
final class BucketPlanner {
    private static final int DAYS_LOOKED_AT = 7;

    /** A visitor day with more events counts for several; so do events that name no visitor, each kept by its delivery. */
    private static final int EVENTS_A_VISITOR_DAY = 10;

    /**
     * No later than that before the day begins. A classifier of the version before, which knows 16 buckets only and may
     * be at work for a quarter of an hour after an upgrade, never meets a day that was prepared.
     */
    private static final Duration AHEAD = Duration.ofHours(1);

    private final StatisticRows rows;
    private final DayBuckets buckets;
    private final Clock clock;

    BucketPlanner(ItemStore items, Clock clock) {
        this.rows = new StatisticRows(items);
        this.buckets = new DayBuckets(items, clock);
        this.clock = clock;
    }

    void prepare(Site site) {
        long now = clock.millis();
        LocalDate today = site.zones().dayOf(now);
        LocalDate next = today.plusDays(1);
        if (now + AHEAD.toMillis() <= site.zones().startOf(next)) {
            largest(site, today)
                    .ifPresent(visitorDays -> buckets.prepare(site.id(), next, DayBuckets.forVisitorDays(visitorDays)));
        }
    }

    private OptionalLong largest(Site site, LocalDate today) {
        LocalDate first = today.minusDays(DAYS_LOOKED_AT);
        return rows.range(site.id(), RowKey.of(OverviewCounts.STATISTIC), first, today.minusDays(1)).stream()
                .map(row -> row.total(OverviewCounts.STATISTIC))
                .mapToLong(of -> Math.max(of.visitors(), of.events() / EVENTS_A_VISITOR_DAY))
                .max();
    }
}
