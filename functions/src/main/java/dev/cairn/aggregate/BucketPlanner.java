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
 * Chooses the number of buckets for a site's next day before it begins, based on the largest day of the preceding week,
 * because a site may be quiet only on Sundays. If the site has no row in that week, the first writer to the day
 * chooses.
 */
final class BucketPlanner {
    private static final int DAYS_LOOKED_AT = 7;

    /**
     * A visitor day with more events than this counts as several, as do events without a visitor, which are stored by
     * delivery.
     */
    private static final int EVENTS_A_VISITOR_DAY = 10;

    /**
     * A day must be prepared at least this long before it begins. A classifier of the previous version knows only 16
     * buckets and may keep running for a quarter of an hour after an upgrade; this ensures that it never writes to a
     * prepared day.
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
