package dev.cairn.classify;

import dev.cairn.domain.Journey;
import dev.cairn.domain.VisitorKey;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.plan.SiteBook;
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
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What follows from visitor days that were written: the claims of their orders, the visitor's journey, and whoever
 * else those orders touch.
 *
 * <p>Claims and journey are functions of other items that others may be writing, so one look is not enough: whoever
 * changed one of them looks again, and whoever found nothing to change makes sure that the journey is still the one
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

    /** What to settle. */
    record Task(Site site, VisitorKey visitor, Set<LocalDate> days, Function<LocalDate, Set<Long>> touched) {}

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
        settle(task, first, again, marks, others);
        for (Id other : others) {
            marks.add(place(other));
            settle(
                    new Task(task.site, other.visitor(), Set.of(other.day()), day -> Set.of()),
                    null,
                    true,
                    marks,
                    new HashSet<>());
        }
    }

    private void settle(Task task, @Nullable Look first, boolean again, Set<Place> marks, Set<Id> others) {
        Set<LocalDate> related = new TreeSet<>(task.days);
        boolean restated = again;
        for (int looks = 0; looks < LOOKS; looks++) {
            Look look = looks == 0 && first != null ? first : look(task.site, task.visitor, task.days);
            OrderClaims.Result orders = orderClaims.update(look.days, task.touched, task.site::forgets);
            others.addAll(orders.others());
            boolean unchanged = !orders.changed();
            if (task.visitor.linkable()) {
                JourneyUpdate.Result update = update(task).update(look.journey.journey(), look.days);
                boolean changed = put(task, look.journey, update);
                restated |= changed;
                if (restated) {
                    related.addAll(update.related());
                }
                unchanged &=
                        !changed && journeys.load(task.site.id(), task.visitor).revision() == look.journey.revision();
            }
            if (unchanged) {
                related.forEach(day -> marks.add(place(new Id(task.site.id(), day, task.visitor))));
                return;
            }
            Contention.pause(looks / 4);
        }
        throw new IllegalStateException("a visitor was changed by others " + LOOKS + " times in a row");
    }

    private JourneyUpdate update(Task task) {
        return new JourneyUpdate(
                new SiteBook(plans, task.site.id()), task.site, task.visitor, visitorDays, claims, averages);
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
        journeys.put(task.site.id(), task.visitor, before, journey, task.site.forgets(last(journey, oldest)));
        return true;
    }

    private static LocalDate last(Journey journey, LocalDate oldest) {
        return journey.days().isEmpty() ? oldest : journey.days().lastKey();
    }

    /** Every day's place, for a list of them. */
    static Place place(Id id) {
        return new Place(id.site(), id.day(), id.bucket());
    }
}
