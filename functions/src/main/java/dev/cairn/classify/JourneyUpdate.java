package dev.cairn.classify;

import dev.cairn.domain.DayContext;
import dev.cairn.domain.Journey;
import dev.cairn.domain.JourneyEvents;
import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.TaggedDay;
import dev.cairn.domain.Tagger;
import dev.cairn.domain.Visit;
import dev.cairn.domain.VisitorKey;
import dev.cairn.plan.Backfills;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.plan.SiteBook;
import dev.cairn.store.Averages;
import dev.cairn.store.Claims;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes what a linkable visitor's journey says of the days that changed, and of later days that are tagged
 * differently because of it (a visit that goes on over midnight, the visit frequency).
 */
final class JourneyUpdate {
    private final SiteBook book;
    private final Site site;
    private final VisitorKey visitor;
    private final Homes homes;
    private final Claims claims;
    private final Averages averages;
    private final Backfills backfills;

    JourneyUpdate(Plans plans, Site site, VisitorKey visitor, Homes homes, Claims claims, Averages averages) {
        this.book = new SiteBook(plans, site.id());
        this.site = site;
        this.visitor = visitor;
        this.homes = homes;
        this.claims = claims;
        this.averages = averages;
        this.backfills = plans.backfills();
    }

    /**
     * @param newlyReturning days whose visitor days do not know yet that there are others
     * @param computed every day that was looked at
     * @param related days whose statistics depend on the days that changed
     */
    record Result(Journey journey, Set<LocalDate> newlyReturning, Set<LocalDate> computed, Set<LocalDate> related) {}

    /**
     * @param days that were written to
     * @param repeated somebody may have put the journey and died: then nothing shows which later days it changed
     * @param again days to be looked at, too
     * @param elsewhere per day that changes, what of it counts on another day
     */
    Result update(
            Journey before,
            Set<LocalDate> days,
            boolean repeated,
            Set<LocalDate> again,
            Map<LocalDate, Map<Long, Long>> elsewhere) {
        Journey journey = before;
        NavigableSet<LocalDate> open = new TreeSet<>(days);
        open.addAll(elsewhere.keySet());
        TreeSet<LocalDate> changed = new TreeSet<>(open);
        if (repeated) {
            open.forEach(day -> changed.addAll(later(before, day)));
        }
        open.addAll(again);
        Set<LocalDate> computed = new TreeSet<>();
        while (!open.isEmpty()) {
            LocalDate day = open.pollFirst();
            computed.add(day);
            Journey.Day old = journey.days().get(day);
            Journey.Day now = day(day, journey, old, elsewhere.getOrDefault(day, journey.elsewhere(day)));
            if (now.affectsContext(old)) {
                open.addAll(later(journey, day));
            }
            journey = journey.with(day, now);
            if (!now.equals(old)) {
                changed.add(day);
            }
        }
        return withReturning(journey, computed, changed);
    }

    /** Days whose visit frequency (G2) counts the visits of a day. */
    private static Set<LocalDate> later(Journey journey, LocalDate day) {
        return journey.days()
                .subMap(day, false, day.plusDays(Journey.FREQUENCY_DAYS - 1), true)
                .keySet();
    }

    private Journey.Day day(LocalDate day, Journey journey, Journey.@Nullable Day old, Map<Long, Long> elsewhere) {
        List<StoredEvent> events = homes.person(day, elsewhere).events();
        DayContext context =
                journey.context(visitor, day, averages.of(site.id(), day, backfills.numberOn(site.id(), day)));
        TaggedDay tagged = Tagger.tag(events, context, book, claims.book(site.id(), events));
        return new Journey.Day(
                tagged.visits().size(),
                carried(tagged, day),
                old != null && old.returning(),
                elsewhere,
                JourneyEvents.of(day, tagged, book::excludes));
    }

    private DayContext.@Nullable Carried carried(TaggedDay tagged, LocalDate day) {
        if (tagged.visits().isEmpty()) {
            return null;
        }
        Visit last = tagged.visits().getLast();
        boolean mayGoOn = site.zones().endOf(day) - last.lastAt() < Visit.GAP_MILLIS;
        return mayGoOn ? new DayContext.Carried(last.lastAt(), last.touch()) : null;
    }

    private Result withReturning(Journey journey, Set<LocalDate> computed, NavigableSet<LocalDate> changed) {
        Set<LocalDate> newlyReturning = new TreeSet<>();
        Journey marked = journey;
        if (journey.isMoreThanOneDay()) {
            for (Map.Entry<LocalDate, Journey.Day> each : journey.days().entrySet()) {
                Journey.Day day = each.getValue();
                if (!day.returning()) {
                    newlyReturning.add(each.getKey());
                    marked = marked.with(
                            each.getKey(),
                            new Journey.Day(day.visits(), day.carried(), true, day.elsewhere(), day.events()));
                }
            }
        }
        Set<LocalDate> related = new TreeSet<>(changed);
        int reach = book.reachDays();
        for (LocalDate day : changed) {
            // A visit that goes on over midnight has its channel from here, whether or not it meets a goal.
            if (journey.days().containsKey(day.plusDays(1))) {
                related.add(day.plusDays(1));
            }
            journey.days()
                    .subMap(day.minusDays(reach), true, day.plusDays(reach), true)
                    .forEach((other, content) -> {
                        if (!content.events().isEmpty()) {
                            related.add(other);
                        }
                    });
        }
        return new Result(marked, newlyReturning, computed, related);
    }
}
