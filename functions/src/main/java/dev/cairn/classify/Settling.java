package dev.cairn.classify;

import dev.cairn.domain.Journey;
import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.VisitorKey;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.store.Averages;
import dev.cairn.store.Claims;
import dev.cairn.store.Contention;
import dev.cairn.store.Items;
import dev.cairn.store.Journeys;
import dev.cairn.store.Marks.Place;
import dev.cairn.store.VisitorDays;
import dev.cairn.store.VisitorDays.Id;
import dev.cairn.store.VisitorDays.Loaded;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What follows from visitor days that were written: which copy of an id counts, the claims of the orders, the person's
 * journey, and whoever else those orders or a device's identifies touch.
 *
 * <p>Claims and journey are functions of other items that others may be writing, so one look is not enough: whoever
 * changed one of them looks again at all that went into it, and whoever found nothing to change makes sure that the journey is still the one
 * read before. So the last writer always sees everything, and what is stored in the end is the function of it all.
 */
final class Settling {
    private static final int LOOKS = 40;

    private final Plans plans;
    private final Clock clock;
    private final VisitorDays visitorDays;
    private final Journeys journeys;
    private final Claims claims;
    private final OrderClaims orderClaims;
    private final Averages averages;

    Settling(Plans plans, Items items, Clock clock) {
        this.plans = plans;
        this.clock = clock;
        this.visitorDays = new VisitorDays(items);
        this.journeys = new Journeys(items);
        this.claims = new Claims(items);
        this.orderClaims = new OrderClaims(plans, claims);
        this.averages = new Averages(items);
    }

    /** A visitor's journey and some of its days, read in this order: the journey must not be newer. */
    record Look(Journeys.Loaded journey, Map<Id, Loaded> days) {}

    /**
     * What to settle.
     *
     * @param days that were written to, or whose events changed hands
     * @param touched events of these days that may have changed
     * @param devices hashes of devices that identified the visitor, to be looked at from now on
     */
    record Task(
            Site site,
            VisitorKey visitor,
            Set<LocalDate> days,
            BiPredicate<LocalDate, Long> touched,
            Set<String> devices) {

        /** The same for a user whom the device identified. */
        Task forUser(VisitorKey user) {
            return new Task(site, user, days, touched, Set.of(visitor.hash()));
        }
    }

    Look look(Site site, VisitorKey visitor, Set<LocalDate> days) {
        Journeys.Loaded journey =
                visitor.linkable() ? journeys.load(site.id(), visitor) : new Journeys.Loaded(Journey.empty(), 0);
        return new Look(
                journey,
                visitorDays.load(days.stream()
                        .map(day -> new Id(site.id(), day, visitor))
                        .toList()));
    }

    /**
     * @param first what was just read and written; null to read it
     * @param again the work was delivered before, so that what follows from it may be missing
     */
    void settle(Task task, @Nullable Look first, boolean again, Set<Place> marks) {
        Set<Id> others = new HashSet<>();
        Journey settled = settle(task, first, again, marks, others);
        for (VisitorKey user : settled.owners().users()) {
            settle(task.forUser(user), null, again, marks, others);
        }
        settleOthers(task.site, others, marks);
    }

    /** Days of whoever has a part in an order that changed. */
    void settleOthers(Site site, Set<Id> others, Set<Place> marks) {
        for (Id other : others) {
            marks.add(place(other));
            settle(
                    new Task(site, other.visitor(), Set.of(other.day()), (day, event) -> false, Set.of()),
                    null,
                    true,
                    marks,
                    new HashSet<>());
        }
    }

    /** Returns the visitor's journey as it is afterwards. */
    private Journey settle(Task task, @Nullable Look first, boolean again, Set<Place> marks, Set<Id> others) {
        Set<LocalDate> related = new TreeSet<>(task.days);
        Set<LocalDate> computed = new TreeSet<>();
        boolean restated = again;
        for (Contention tries = Contention.over("a visitor", LOOKS, 4); ; tries.tryAgain()) {
            Look look = tries.isFirst() && first != null ? first : look(task.site, task.visitor, task.days);
            Journey journey = look.journey.journey().withDevices(task.devices);
            Homes homes = new Homes(task.site, task.visitor, journey, visitorDays, journeys);
            homes.take(look.days);
            Map<LocalDate, Map<Long, Long>> elsewhere = task.visitor.linkable()
                    ? new DuplicatesOverDays(homes, journey).changes(task.days, task.touched)
                    : Map.of();
            OrderClaims.Result orders = orders(task, homes, journey, elsewhere);
            others.addAll(orders.others());
            boolean unchanged = !orders.changed();
            if (task.visitor.linkable()) {
                JourneyUpdate.Result update = new JourneyUpdate(plans, task.site, task.visitor, homes, claims, averages)
                        .update(journey, task.days, again, computed, elsewhere);
                computed.addAll(update.computed());
                boolean changed = put(task, look.journey, update);
                restated |= changed;
                if (restated) {
                    related.addAll(update.related());
                }
                unchanged &= !changed && journeys.revision(task.site.id(), task.visitor) == look.journey.revision();
            }
            if (unchanged) {
                related.forEach(day -> marks.add(place(new Id(task.site.id(), day, task.visitor))));
                return journey;
            }
        }
    }

    /** Days on which an event now counts, or no longer does, have a part in this although nothing was written there. */
    private OrderClaims.Result orders(
            Task task, Homes homes, Journey journey, Map<LocalDate, Map<Long, Long>> elsewhere) {
        Set<LocalDate> days = new TreeSet<>(task.days);
        days.addAll(elsewhere.keySet());
        Map<Id, Map<Long, StoredEvent>> events = new HashMap<>();
        for (LocalDate day : days) {
            Map<Long, Long> notHere = elsewhere.getOrDefault(day, journey.elsewhere(day));
            events.put(
                    new Id(task.site.id(), day, task.visitor),
                    OrderClaims.byId(homes.person(day, notHere).events()));
        }
        return orderClaims.update(
                homes,
                events,
                (day, event) -> task.touched.test(day, event)
                        || elsewhere.containsKey(day)
                                && elsewhere.get(day).containsKey(event)
                                        != journey.elsewhere(day).containsKey(event),
                task.site::forgets);
    }

    /** True when there was something to change, whether it could be put or another was faster. */
    private boolean put(Task task, Journeys.Loaded before, JourneyUpdate.Result update) {
        for (LocalDate day : update.newlyReturning()) {
            visitorDays.setReturning(new Id(task.site.id(), day, task.visitor), task.site.forgets(day));
        }
        LocalDate oldest = task.site.zones().dayOf(clock.millis()).minusDays(task.site.retentionDays());
        Journey journey = update.journey().from(oldest);
        if (journey.equals(before.journey())) {
            return false;
        }
        journeys.put(task.site.id(), task.visitor, before, journey, expiry(task.site, journey, oldest));
        return true;
    }

    /** A tombstone is kept as long as what it keeps away could come back. */
    static Instant expiry(Site site, Journey journey, LocalDate otherwise) {
        LocalDate last = journey.lastDay(otherwise);
        LocalDate erased = site.zones().dayOf(Math.max(0, journey.erased().last()));
        return site.forgets(erased.isAfter(last) ? erased : last);
    }

    /** Every day's place, for a list of them. */
    static Place place(Id id) {
        return new Place(id.site(), id.day(), id.bucket());
    }
}
