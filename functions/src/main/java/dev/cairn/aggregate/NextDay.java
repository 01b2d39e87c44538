package dev.cairn.aggregate;

import dev.cairn.domain.statistic.Overview;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.Site;
import dev.cairn.store.Buckets;
import dev.cairn.store.Items;
import dev.cairn.store.Rows;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.OptionalLong;

/**
 * Chooses into how many buckets the next day of a site goes, before it begins: by the largest day of the week before, as
 * a site may be quiet on Sundays only. A site without a row in that week is left to its first writer.
 */
final class NextDay {
    private static final int DAYS_LOOKED_AT = 7;

    /** A visitor day with more events counts for several; so do events that name no visitor, each kept by its delivery. */
    private static final int EVENTS_A_VISITOR_DAY = 10;

    /**
     * No later than that before the day begins. A classifier of the version before, which knows 16 buckets only and may
     * be at work for a quarter of an hour after an upgrade, never meets a day that was prepared.
     */
    private static final Duration AHEAD = Duration.ofHours(1);

    private final Rows rows;
    private final Buckets buckets;
    private final Clock clock;

    NextDay(Items items, Clock clock) {
        this.rows = new Rows(items);
        this.buckets = new Buckets(items);
        this.clock = clock;
    }

    void prepare(Site site) {
        long now = clock.millis();
        LocalDate today = site.zones().dayOf(now);
        LocalDate next = today.plusDays(1);
        if (now + AHEAD.toMillis() <= site.zones().startOf(next)) {
            largest(site, today)
                    .ifPresent(visitorDays -> buckets.prepare(site.id(), next, Buckets.forVisitorDays(visitorDays)));
        }
    }

    private OptionalLong largest(Site site, LocalDate today) {
        LocalDate first = today.minusDays(DAYS_LOOKED_AT);
        return rows.range(site.id(), RowKey.of(Overview.STATISTIC), first, today.minusDays(1)).stream()
                .map(row -> row.total(Overview.STATISTIC))
                .mapToLong(of -> Math.max(of.visitors(), of.events() / EVENTS_A_VISITOR_DAY))
                .max();
    }
}
