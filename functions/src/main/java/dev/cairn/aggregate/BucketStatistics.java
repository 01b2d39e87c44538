package dev.cairn.aggregate;

import dev.cairn.domain.Funnel;
import dev.cairn.domain.OrderBook;
import dev.cairn.domain.PersonDay;
import dev.cairn.domain.Resolver;
import dev.cairn.domain.TaggedDay;
import dev.cairn.domain.VisitorKey;
import dev.cairn.domain.statistic.DayFacts;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.plan.SiteBook;
import dev.cairn.store.Averages;
import dev.cairn.store.Items;
import dev.cairn.store.PersonReader;
import dev.cairn.store.VisitorDays;
import dev.cairn.store.VisitorDays.Loaded;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Counts one bucket of a day from facts: reads its visitor days, resolves each person from everything that is connected
 * with them, and adds their days up.
 */
final class BucketStatistics {
    private static final int VISITORS_AT_ONCE = 100;
    private static final int EVENTS_AT_ONCE = 1_000;

    private final Plans plans;
    private final Items items;
    private final VisitorDays visitorDays;
    private final Averages averages;

    BucketStatistics(Plans plans, Items items) {
        this.plans = plans;
        this.items = items;
        this.visitorDays = new VisitorDays(items);
        this.averages = new Averages(items);
    }

    /** Visitors are taken up some at a time, so that a bucket with many events needs no more room than one with few. */
    DayStatistics compute(Site site, LocalDate day, int bucket, Map<String, Funnel> funnels, long asOf) {
        Count count = new Count(site, day, asOf, new DayStatistics.Builder(funnels));
        Map<VisitorKey, Loaded> some = new LinkedHashMap<>();
        int[] events = {0};
        visitorDays.forEach(site.id(), day, bucket, (visitor, loaded) -> {
            some.put(visitor, loaded);
            events[0] += loaded.day().size();
            if (some.size() == VISITORS_AT_ONCE || events[0] >= EVENTS_AT_ONCE) {
                count.add(some);
                some.clear();
                events[0] = 0;
            }
        });
        count.add(some);
        return count.sum.build();
    }

    /** One bucket while it is counted. */
    private final class Count {
        private final Site site;
        private final LocalDate day;
        private final long asOf;
        private final SiteBook book;
        private final Resolver resolver;
        final DayStatistics.Builder sum;

        Count(Site site, LocalDate day, long asOf, DayStatistics.Builder sum) {
            this.site = site;
            this.day = day;
            this.asOf = asOf;
            this.sum = sum;
            this.book = new SiteBook(plans, site.id());
            this.resolver = new Resolver(new Resolver.Rules(
                    book,
                    book::excludes,
                    each -> averages.of(site.id(), each, plans.backfills().numberOn(site.id(), each)),
                    site.zones()::endOf));
        }

        void add(Map<VisitorKey, Loaded> visitors) {
            PersonReader reader = new PersonReader(site.id(), items);
            reader.take(day, visitors);
            PersonReader.Persons persons = reader.read(visitors.keySet());
            OrderBook orders = persons.orders(book);
            visitors.forEach((visitor, loaded) -> sum.add(
                    input(visitor, loaded, persons.days().get(visitor), orders), site.zones()::dayOf));
        }

        private DayFacts input(
                VisitorKey visitor, Loaded loaded, NavigableMap<LocalDate, PersonDay> days, OrderBook orders) {
            PersonDay own = days.getOrDefault(day, PersonDay.NOTHING);
            // Who did nothing that counts on the day adds nothing to it, whatever they did on others.
            Resolver.Resolved person =
                    own.events().isEmpty() ? Resolver.Resolved.NOBODY : resolver.resolve(visitor, days, orders);
            TaggedDay tagged = person.days().containsKey(day)
                    ? person.days().get(day).tagged()
                    : TaggedDay.NOTHING;
            return new DayFacts(
                    visitor,
                    day,
                    site.zones().endOf(day),
                    asOf,
                    own,
                    loaded.day().receipts(),
                    tagged,
                    person.journey());
        }
    }
}
