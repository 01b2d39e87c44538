package dev.cairn.aggregate.count;

import dev.cairn.domain.audience.Audience;
import dev.cairn.plan.model.Site;
import dev.cairn.store.ItemStore;
import dev.cairn.store.audience.AdConversionEntry;
import dev.cairn.store.audience.BucketLists;
import dev.cairn.store.audience.MemberEntry;
import dev.cairn.store.audience.OrderEntry;
import java.time.Duration;
import java.time.Instant;

/** Writes a counted bucket's lists of visitors and orders; none for a site that does not need them. */
final class ListWriter {
    /** How long conversions are kept for ad platforms, which accept those of the last 90 days. */
    private static final Duration ADS = Duration.ofDays(120);

    private final BucketLists<MemberEntry> members;
    private final BucketLists<AdConversionEntry> ads;
    private final BucketLists<OrderEntry> orders;

    ListWriter(ItemStore items) {
        this.members = MemberEntry.lists(items);
        this.ads = AdConversionEntry.lists(items);
        this.orders = OrderEntry.lists(items);
    }

    /** Replaces the bucket's lists, even with empty ones: an earlier run may have written more. */
    void put(BucketCounter.Day day, int bucket, long epoch, BucketAggregator counted) {
        boolean hasAds = !BucketCounter.adsGoals(day.site()).isEmpty();
        Duration used = longest(day);
        if (hasAds) {
            ads.put(day.site().id(), day.day(), bucket, epoch, counted.ads(), expires(day, ADS));
            // The members' entries show whose consent was withdrawn after the click.
            used = used.compareTo(ADS) > 0 ? used : ADS;
        }
        if (!BucketCounter.orderGoals(day.site()).isEmpty()) {
            Site site = day.site();
            orders.put(site.id(), day.day(), bucket, epoch, counted.orders(), site.forgets(day.day()));
        }
        if (hasAds || !day.counted().audiences().isEmpty()) {
            members.put(day.site().id(), day.day(), bucket, epoch, counted.members(), expires(day, used));
        }
    }

    private static Duration longest(BucketCounter.Day day) {
        return Duration.ofMillis(day.counted().audiences().values().stream()
                .mapToLong(Audience::withinMillis)
                .max()
                .orElse(0));
    }

    /** When the lists expire: no later than the visitors' data itself. */
    private static Instant expires(BucketCounter.Day day, Duration used) {
        Site site = day.site();
        Instant unused = Instant.ofEpochMilli(site.zones().endOf(day.day())).plus(used);
        Instant forgotten = site.forgets(day.day());
        return unused.isBefore(forgotten) ? unused : forgotten;
    }
}
