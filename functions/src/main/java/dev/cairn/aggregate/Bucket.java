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
import dev.cairn.store.VisitorDays.Loaded;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Computes one bucket of a day from what is stored, read consistently: visitor days, journeys, claims, averages. */
final class Bucket {
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

    DayStatistics compute(Site site, LocalDate day, int bucket, Map<String, Funnel> funnels, long asOf) {
        Map<VisitorKey, Loaded> visitors = visitorDays.bucket(site.id(), day, bucket);
        Map<VisitorKey, Journeys.Loaded> known = journeys.load(
                site.id(),
                visitors.entrySet().stream()
                        .filter(each -> each.getValue().returning())
                        .map(Map.Entry::getKey)
                        .toList());
        Map<VisitorKey, List<StoredEvent>> events = new HashMap<>();
        List<StoredEvent> all = new ArrayList<>();
        visitors.forEach((visitor, loaded) -> {
            events.put(visitor, loaded.day().events());
            all.addAll(events.get(visitor));
        });
        OrderBook orders = claims.book(site.id(), all);
        List<DayFacts> facts = new ArrayList<>();
        visitors.forEach((visitor, loaded) -> {
            Journey journey = Optional.ofNullable(known.get(visitor))
                    .map(Journeys.Loaded::journey)
                    .orElse(Journey.empty());
            facts.add(facts(site, day, visitor, loaded, events.get(visitor), journey, orders, asOf));
        });
        return DayStatistics.of(funnels, facts, site.zones()::dayOf);
    }

    private DayFacts facts(
            Site site,
            LocalDate day,
            VisitorKey visitor,
            Loaded loaded,
            List<StoredEvent> events,
            Journey journey,
            OrderBook orders,
            long asOf) {
        DayContext context = journey.context(
                visitor, day, events.isEmpty() ? DayContext.Averages.UNKNOWN : averages.of(site.id(), day));
        SiteBook book = new SiteBook(plans, site.id());
        TaggedDay tagged = Tagger.tag(events, context, book, orders);
        List<JourneyEvent> own = JourneyEvents.of(day, tagged, book::excludes);
        List<JourneyEvent> whole = journey.days().isEmpty()
                ? own
                : journey.with(day, new Journey.Day(0, null, true, own)).events();
        return new DayFacts(visitor, day, site.zones().endOf(day), asOf, loaded.day(), tagged, whole);
    }
}
