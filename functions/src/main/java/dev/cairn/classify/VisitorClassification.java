package dev.cairn.classify;

import dev.cairn.classify.VisitorWork.Adjusted;
import dev.cairn.domain.Count;
import dev.cairn.domain.Goal;
import dev.cairn.domain.OrderClaim;
import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.VisitorDay;
import dev.cairn.domain.VisitorKey;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.plan.SiteBook;
import dev.cairn.store.Averages;
import dev.cairn.store.Claims;
import dev.cairn.store.Claims.TimeClaim;
import dev.cairn.store.Items;
import dev.cairn.store.Journeys;
import dev.cairn.store.Marks.Place;
import dev.cairn.store.VisitorDays;
import dev.cairn.store.VisitorDays.Id;
import dev.cairn.store.VisitorDays.Loaded;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Brings one visitor up to date: visitor days, claims, journey, in this order, so that a crash anywhere is healed by
 * the redelivery of the same records. Everything is added to sets and recomputed from them; nothing is incremented.
 */
final class VisitorClassification {
    private static final int ATTEMPTS = 20;

    /** A visitor's day with more is no visitor's; what would not fit goes to quarantine. */
    static final int MOST_EVENTS_A_DAY = 5_000;

    private final Plans plans;
    private final Clock clock;
    private final VisitorDays visitorDays;
    private final Journeys journeys;
    private final Claims claims;
    private final Averages averages;

    VisitorClassification(Plans plans, Items items, Clock clock) {
        this.plans = plans;
        this.clock = clock;
        this.visitorDays = new VisitorDays(items);
        this.journeys = new Journeys(items);
        this.claims = new Claims(items);
        this.averages = new Averages(items);
    }

    /**
     * What is left to do after it: the places to mark, and the days that are full.
     *
     * @param stored copies that were not there yet
     */
    record Outcome(Set<Place> marks, Map<LocalDate, Integer> full, int stored, int known) {}

    Outcome classify(VisitorWork work) {
        Site site = work.site;
        Set<Place> marks = new HashSet<>();
        Map<LocalDate, List<StoredEvent>> signs = claimTimes(work, site, marks);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Attempt tried = new Attempt(work, site, signs);
            if (tried.writeVisitorDays()) {
                Set<Id> others = claimOrders(work, site, tried.loaded);
                if (refresh(work.visitor, site, tried.journey, tried.loaded, tried.redelivered, marks)) {
                    for (Id other : others) {
                        refreshOther(other, site, marks);
                    }
                    tried.loaded.keySet().forEach(id -> marks.add(place(id)));
                    return new Outcome(marks, tried.full, tried.stored, tried.known);
                }
            }
            Claims.Contention.pause(attempt);
        }
        throw new IllegalStateException("a visitor was changed by others " + ATTEMPTS + " times in a row");
    }

    /** One try to add the work to what is stored. The journey is read first: it must not be newer than the days. */
    private final class Attempt {
        final Map<Id, Loaded> loaded;
        final Journeys.Loaded journey;
        final Map<LocalDate, Integer> full = new HashMap<>();
        private final VisitorWork work;
        private final Site site;
        private final Map<LocalDate, List<StoredEvent>> signs;
        int stored;
        int known;
        boolean redelivered;

        Attempt(VisitorWork work, Site site, Map<LocalDate, List<StoredEvent>> signs) {
            this.work = work;
            this.site = site;
            this.signs = signs;
            this.journey = loadJourney(site, work.visitor);
            this.loaded = visitorDays.load(work.days.keySet().stream()
                    .map(day -> new Id(site.id(), day, work.visitor))
                    .toList());
        }

        boolean writeVisitorDays() {
            for (Map.Entry<Id, Loaded> each : loaded.entrySet()) {
                VisitorWork.Part part = work.days.get(each.getKey().day());
                VisitorDay day = each.getValue().day();
                List<StoredEvent> fitting =
                        fitting(day, part.copies(), each.getKey().day());
                List<StoredEvent> copies = new ArrayList<>(day.addCopies(fitting));
                stored += copies.size();
                known += fitting.size() - copies.size();
                redelivered |= copies.size() < fitting.size();
                copies.addAll(day.addCopies(signs.getOrDefault(each.getKey().day(), List.of())));
                List<VisitorDay.Receipt> receipts = day.addReceipts(part.receipts());
                if ((!copies.isEmpty() || !receipts.isEmpty())
                        && !visitorDays.append(
                                each.getKey(),
                                each.getValue(),
                                copies,
                                receipts,
                                expiry(site, each.getKey().day()))) {
                    return false;
                }
            }
            return true;
        }

        private List<StoredEvent> fitting(VisitorDay day, List<StoredEvent> copies, LocalDate date) {
            int room = Math.max(0, MOST_EVENTS_A_DAY - day.size());
            if (copies.size() <= room) {
                return copies;
            }
            List<StoredEvent> fitting =
                    copies.stream().filter(day::has).collect(java.util.stream.Collectors.toCollection(ArrayList::new));
            for (StoredEvent copy : copies) {
                if (!day.has(copy) && room-- > 0) {
                    fitting.add(copy);
                }
            }
            if (fitting.size() < copies.size()) {
                full.put(date, copies.size() - fitting.size());
            }
            return fitting;
        }
    }

    private Journeys.Loaded loadJourney(Site site, VisitorKey visitor) {
        return visitor.linkable()
                ? journeys.load(site.id(), visitor)
                : new Journeys.Loaded(dev.cairn.domain.Journey.empty(), 0);
    }

    /**
     * D1: an event whose time was corrected is kept where its first received copy is. Returns, by day, the signs that
     * an event of this work is kept elsewhere, and puts such signs where it was kept until now.
     */
    private Map<LocalDate, List<StoredEvent>> claimTimes(VisitorWork work, Site site, Set<Place> marks) {
        Map<LocalDate, List<StoredEvent>> signs = new HashMap<>();
        for (Adjusted adjusted : work.adjusted) {
            TimeClaim.Home own = new TimeClaim.Home(
                    work.visitor.toString(),
                    adjusted.day().toString(),
                    adjusted.event().copy());
            TimeClaim claim = claims.claimTime(site.id(), adjusted.id(), own, expiry(site, adjusted.day()));
            TimeClaim.Home winner = claim.winner();
            for (TimeClaim.Home home : claim.homes()) {
                if (home.equals(winner)) {
                    continue;
                }
                StoredEvent sign = adjusted.event().keptElsewhere(winner.copy());
                if (home.visitorKey().equals(work.visitor) && home.date().equals(adjusted.day())) {
                    signs.computeIfAbsent(adjusted.day(), day -> new ArrayList<>())
                            .add(sign);
                } else {
                    addSign(new Id(site.id(), home.date(), home.visitorKey()), sign, site, marks);
                }
            }
        }
        return signs;
    }

    private void addSign(Id id, StoredEvent sign, Site site, Set<Place> marks) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Journeys.Loaded journey = loadJourney(site, id.visitor());
            Map<Id, Loaded> loaded = visitorDays.load(List.of(id));
            List<StoredEvent> added = loaded.get(id).day().addCopies(List.of(sign));
            boolean written =
                    added.isEmpty() || visitorDays.append(id, loaded.get(id), added, List.of(), expiry(site, id.day()));
            if (written && refresh(id.visitor(), site, journey, loaded, true, marks)) {
                marks.add(place(id));
                return;
            }
            Claims.Contention.pause(attempt);
        }
        throw new IllegalStateException("a visitor day was changed by others " + ATTEMPTS + " times in a row");
    }

    /** D2, D3: puts this work's events into the claims of their orders; the other visitor days those orders touch. */
    private Set<Id> claimOrders(VisitorWork work, Site site, Map<Id, Loaded> loaded) {
        Set<Id> others = new HashSet<>();
        for (Map.Entry<Id, Loaded> each : loaded.entrySet()) {
            Set<Long> touched = new HashSet<>();
            work.days.get(each.getKey().day()).copies().forEach(copy -> touched.add(copy.idHash()));
            for (VisitorDay.Kept kept : each.getValue().day().kept()) {
                if (touched.contains(kept.event().idHash())) {
                    claimOrders(each.getKey(), kept, site, others);
                }
            }
        }
        others.removeAll(loaded.keySet());
        return others;
    }

    /** Copies of an event that disagree on the order leave all orders but the kept one's. */
    private void claimOrders(Id id, VisitorDay.Kept kept, Site site, Set<Id> others) {
        Set<String> orders = new TreeSet<>();
        kept.copies().forEach(copy -> {
            if (copy.order() != null) {
                orders.add(copy.order());
            }
        });
        for (String order : orders) {
            StoredEvent event = kept.event();
            OrderClaim claim = claims.updateOrder(
                    site.id(),
                    order,
                    before -> event.elsewhere() || !order.equals(event.order())
                            ? before.without(id.visitor(), event.idHash())
                            : contend(before, id, event),
                    expiry(site, id.day()));
            claim.contenders().forEach(each -> others.add(new Id(id.site(), each.day(), each.visitor())));
        }
    }

    private OrderClaim contend(OrderClaim before, Id id, StoredEvent event) {
        if (event.refund()) {
            return before.with(new OrderClaim.Refund(id.visitor(), event.idHash(), event.value()));
        }
        Set<String> goals = new TreeSet<>();
        SiteBook book = new SiteBook(plans, id.site());
        for (String goal : event.matches()) {
            if (book.goal(event.planVersion(), goal).map(Goal::count).orElse(Count.EVENT) == Count.ORDER) {
                goals.add(goal);
            }
        }
        return goals.isEmpty()
                ? before.without(id.visitor(), event.idHash())
                : before.with(new OrderClaim.Contender(
                        id.visitor(),
                        id.day(),
                        event.idHash(),
                        event.at(),
                        event.seq(),
                        goals,
                        event.server(),
                        event.value()));
    }

    /** Another visitor's day that an order of this work touches. */
    private void refreshOther(Id id, Site site, Set<Place> marks) {
        marks.add(place(id));
        for (int attempt = 0; attempt < ATTEMPTS && id.visitor().linkable(); attempt++) {
            Journeys.Loaded journey = loadJourney(site, id.visitor());
            if (refresh(id.visitor(), site, journey, visitorDays.load(List.of(id)), true, marks)) {
                return;
            }
            Claims.Contention.pause(attempt);
        }
    }

    private boolean refresh(
            VisitorKey visitor,
            Site site,
            Journeys.Loaded journey,
            Map<Id, Loaded> loaded,
            boolean redelivered,
            Set<Place> marks) {
        if (!visitor.linkable()) {
            return true;
        }
        JourneyUpdate update =
                new JourneyUpdate(new SiteBook(plans, site.id()), site, visitor, visitorDays, claims, averages);
        JourneyUpdate.Result result = update.update(journey.journey(), loaded);
        LocalDate oldest = site.zones().dayOf(clock.millis()).minusDays(site.retentionDays());
        dev.cairn.domain.Journey changed = result.journey().from(oldest);
        Instant expires = changed.days().isEmpty()
                ? clock.instant().plus(Duration.ofDays(1))
                : expiry(site, changed.days().lastKey());
        for (LocalDate day : result.newlyReturning()) {
            visitorDays.setReturning(new Id(site.id(), day, visitor), expiry(site, day));
        }
        if (!changed.equals(journey.journey())) {
            if (!journeys.put(site.id(), visitor, journey, changed, expires)) {
                return false;
            }
        } else if (!redelivered) {
            return true;
        }
        result.related().forEach(day -> marks.add(place(new Id(site.id(), day, visitor))));
        return true;
    }

    private static Place place(Id id) {
        return new Place(id.site(), id.day(), id.bucket());
    }

    /** R6: state expires after the site's retention. */
    private static Instant expiry(Site site, LocalDate day) {
        return Instant.ofEpochMilli(site.zones().endOf(day)).plus(Duration.ofDays(site.retentionDays()));
    }
}
