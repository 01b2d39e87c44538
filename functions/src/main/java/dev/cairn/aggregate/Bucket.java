package dev.cairn.aggregate;

import dev.cairn.domain.DayContext;
import dev.cairn.domain.Funnel;
import dev.cairn.domain.Journey;
import dev.cairn.domain.JourneyEvent;
import dev.cairn.domain.JourneyEvents;
import dev.cairn.domain.OrderBook;
import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.TaggedDay;
import dev.cairn.domain.Tagger;
import dev.cairn.domain.VisitorDay;
import dev.cairn.domain.VisitorKey;
import dev.cairn.domain.statistic.DayFacts;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.plan.SiteBook;
import dev.cairn.store.Averages;
import dev.cairn.store.Claims;
import dev.cairn.store.Items;
import dev.cairn.store.Persons;
import dev.cairn.store.Persons.Person;
import dev.cairn.store.VisitorDays;
import dev.cairn.store.VisitorDays.Loaded;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Computes one bucket of a day from what is stored, read consistently: visitor days, journeys, claims, averages. */
final class Bucket {
    private static final int VISITORS_AT_ONCE = 100;
    private static final int EVENTS_AT_ONCE = 1_000;

    private final Plans plans;
    private final VisitorDays visitorDays;
    private final Persons persons;
    private final Claims claims;
    private final Averages averages;

    Bucket(Plans plans, Items items) {
        this.plans = plans;
        this.visitorDays = new VisitorDays(items);
        this.persons = new Persons(items);
        this.claims = new Claims(items);
        this.averages = new Averages(items);
    }

    /** Visitors are taken up some at a time, so that a bucket with many events needs no more room than one with few. */
    DayStatistics compute(Site site, LocalDate day, int bucket, Map<String, Funnel> funnels, long asOf) {
        DayStatistics.Builder sum = new DayStatistics.Builder(funnels);
        Map<VisitorKey, Loaded> some = new LinkedHashMap<>();
        int[] events = {0};
        visitorDays.forEach(site.id(), day, bucket, (visitor, loaded) -> {
            some.put(visitor, loaded);
            events[0] += loaded.day().size();
            if (some.size() == VISITORS_AT_ONCE || events[0] >= EVENTS_AT_ONCE) {
                add(site, day, some, asOf, sum);
                some.clear();
                events[0] = 0;
            }
        });
        add(site, day, some, asOf, sum);
        return sum.build();
    }

    private void add(Site site, LocalDate day, Map<VisitorKey, Loaded> visitors, long asOf, DayStatistics.Builder sum) {
        Map<VisitorKey, Person> known = persons.of(site.id(), day, visitors);
        List<StoredEvent> all = new ArrayList<>();
        known.values().forEach(person -> all.addAll(person.day().events()));
        OrderBook orders = claims.book(site.id(), all);
        known.forEach((visitor, person) -> sum.add(
                facts(site, day, visitor, person, visitors.get(visitor).day().receipts(), orders, asOf),
                site.zones()::dayOf));
    }

    private DayFacts facts(
            Site site,
            LocalDate day,
            VisitorKey visitor,
            Person person,
            Collection<VisitorDay.Receipt> receipts,
            OrderBook orders,
            long asOf) {
        List<StoredEvent> events = person.day().events();
        Journey journey = person.journey();
        DayContext context = journey.context(
                visitor,
                day,
                events.isEmpty()
                        ? DayContext.Averages.UNKNOWN
                        : averages.of(site.id(), day, plans.backfills().numberOn(site.id(), day)));
        SiteBook book = new SiteBook(plans, site.id());
        TaggedDay tagged = Tagger.tag(events, context, book, orders);
        List<JourneyEvent> own = JourneyEvents.of(day, tagged, book::excludes);
        List<JourneyEvent> whole = journey.days().isEmpty()
                ? own
                : journey.with(day, new Journey.Day(0, null, true, Map.of(), own))
                        .events();
        return new DayFacts(visitor, day, site.zones().endOf(day), asOf, person.day(), receipts, tagged, whole);
    }
}
