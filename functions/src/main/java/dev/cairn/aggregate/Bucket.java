package dev.cairn.aggregate;

import dev.cairn.domain.DayContext;
import dev.cairn.domain.Funnel;
import dev.cairn.domain.Journey;
import dev.cairn.domain.JourneyEvent;
import dev.cairn.domain.JourneyEvents;
import dev.cairn.domain.LinkLevel;
import dev.cairn.domain.OrderBook;
import dev.cairn.domain.PersonDay;
import dev.cairn.domain.PersonDay.Home;
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
import dev.cairn.store.Journeys;
import dev.cairn.store.VisitorDays;
import dev.cairn.store.VisitorDays.Id;
import dev.cairn.store.VisitorDays.Loaded;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Computes one bucket of a day from what is stored, read consistently: visitor days, journeys, claims, averages. */
final class Bucket {
    private static final int VISITORS_AT_ONCE = 100;
    private static final int EVENTS_AT_ONCE = 1_000;

    private final Plans plans;
    private final VisitorDays visitorDays;
    private final Journeys journeys;
    private final Claims claims;
    private final Averages averages;

    Bucket(Plans plans, Items items) {
        this.plans = plans;
        this.visitorDays = new VisitorDays(items);
        this.journeys = new Journeys(items);
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
        Map<VisitorKey, Journey> known = journeys(
                site,
                visitors.entrySet().stream()
                        .filter(each -> each.getValue().returning())
                        .map(Map.Entry::getKey)
                        .toList());
        Map<VisitorKey, List<Home>> devices = devices(site, day, known);
        Map<VisitorKey, PersonDay> persons = new LinkedHashMap<>();
        List<StoredEvent> all = new ArrayList<>();
        visitors.forEach((visitor, loaded) -> {
            Journey journey = known.getOrDefault(visitor, Journey.empty());
            List<Home> homes = new ArrayList<>(devices.getOrDefault(visitor, List.of()));
            homes.add(new Home(visitor, loaded.day(), journey.owners()));
            persons.put(visitor, PersonDay.of(visitor, homes, journey.elsewhere(day)));
            all.addAll(persons.get(visitor).events());
        });
        OrderBook orders = claims.book(site.id(), all);
        persons.forEach((visitor, person) -> sum.add(
                facts(
                        site,
                        day,
                        visitor,
                        person,
                        visitors.get(visitor).day().receipts(),
                        known.getOrDefault(visitor, Journey.empty()),
                        orders,
                        asOf),
                site.zones()::dayOf));
    }

    private Map<VisitorKey, Journey> journeys(Site site, Collection<VisitorKey> visitors) {
        Map<VisitorKey, Journey> known = new HashMap<>();
        journeys.load(site.id(), visitors).forEach((visitor, loaded) -> known.put(visitor, loaded.journey()));
        return known;
    }

    /** The day of the devices that identified these users (I3), by user. */
    private Map<VisitorKey, List<Home>> devices(Site site, LocalDate day, Map<VisitorKey, Journey> known) {
        Map<VisitorKey, List<VisitorKey>> byUser = new HashMap<>();
        Set<VisitorKey> all = new HashSet<>();
        known.forEach((user, journey) -> {
            byUser.put(
                    user,
                    journey.devices().stream()
                            .map(hash -> new VisitorKey(LinkLevel.DEVICE, hash))
                            .toList());
            all.addAll(byUser.get(user));
        });
        Map<VisitorKey, Journey> owned = journeys(site, all);
        Map<Id, Loaded> days = visitorDays.load(
                all.stream().map(device -> new Id(site.id(), day, device)).toList());
        Map<VisitorKey, List<Home>> homes = new HashMap<>();
        byUser.forEach((user, devices) -> homes.put(
                user,
                devices.stream()
                        .map(device -> new Home(
                                device,
                                days.get(new Id(site.id(), day, device)).day(),
                                owned.get(device).owners()))
                        .toList()));
        return homes;
    }

    private DayFacts facts(
            Site site,
            LocalDate day,
            VisitorKey visitor,
            PersonDay person,
            Collection<VisitorDay.Receipt> receipts,
            Journey journey,
            OrderBook orders,
            long asOf) {
        List<StoredEvent> events = person.events();
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
        return new DayFacts(visitor, day, site.zones().endOf(day), asOf, person, receipts, tagged, whole);
    }
}
