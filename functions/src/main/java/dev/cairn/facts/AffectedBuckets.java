package dev.cairn.facts;

import dev.cairn.domain.event.EventHash;
import dev.cairn.domain.event.OrderHash;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.person.VisitorIndex;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.SiteGoals;
import dev.cairn.store.bucket.DirtyBuckets.BucketKey;
import dev.cairn.store.visitor.VisitorDayStore.Id;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Determines which buckets may change because of facts that were just written. It reads the connected facts after the
 * write. If two writers change connected facts, the later one sees the other's facts, so at least one of them marks the
 * buckets that both change.
 */
public final class AffectedBuckets {
    /** Number of hops: from a device to its users, and from them to their other devices. */
    private static final int STEPS = 2;

    private final Site site;
    private final FactStore facts;
    private final SiteGoals siteGoals;
    private final Map<VisitorKey, VisitorIndex> indexes = new HashMap<>();

    public AffectedBuckets(PlanRepository plans, Site site, FactStore facts) {
        this.site = site;
        this.facts = facts;
        this.siteGoals = new SiteGoals(plans, site.id());
    }

    /**
     * Returns the buckets of some visitor days, of all visitors connected with them, and of all visitors with events in
     * one of their orders. Other orders of the latter visitors are ignored, because a contender's statistics do not
     * affect those of others.
     */
    public Set<BucketKey> of(Collection<Id> touched) {
        Set<VisitorKey> group = group(touched.stream().map(Id::visitor).toList());
        Set<Id> days = new TreeSet<>(Id.ORDER);
        days.addAll(touched);
        group.forEach(visitor -> index(visitor).days().forEach(day -> days.add(new Id(site.id(), day, visitor))));
        Set<OrderHash> all = facts.orders(days);
        Set<BucketKey> places = places(group);
        touched.forEach(day -> places.add(facts.days().place(day)));
        Set<VisitorKey> contenders = new LinkedHashSet<>();
        facts.claims()
                .orders(site.id(), all)
                .values()
                .forEach(named -> named.forEach(day -> {
                    places.add(facts.days().place(day));
                    contenders.add(day.visitor());
                }));
        contenders.removeAll(group);
        if (!contenders.isEmpty()) {
            places.addAll(places(group(contenders)));
        }
        return places;
    }

    /**
     * Returns the buckets affected by a visitor's events that have no order and identify no user. If an event has a
     * copy in another of the person's visitor days, everything connected is affected, as in {@link #of}. Otherwise the
     * event's day and later days are affected, because a visit may continue past midnight and counts towards visit
     * frequency. Earlier days are affected as far back as {@link SiteGoals#reachDays(Collection, boolean)}.
     *
     * @param events by day, with all copies of the same events in the visitor's day, because a different copy may count
     *     now
     */
    public Set<BucketKey> ofEvents(VisitorKey visitor, Map<LocalDate, List<StoredEvent>> events) {
        Set<VisitorKey> group = group(Set.of(visitor));
        if (isElsewhere(group, visitor, events)) {
            return of(events.keySet().stream()
                    .map(day -> new Id(site.id(), day, visitor))
                    .toList());
        }
        Set<LocalDate> days = new TreeSet<>();
        group.forEach(each -> days.addAll(index(each).days()));
        Set<LocalDate> changed = new TreeSet<>();
        events.forEach((day, copies) -> changed.addAll(changed(day, copies, days)));
        Set<BucketKey> places = places(group);
        places.removeIf(place -> !changed.contains(place.day()));
        return places;
    }

    private Set<LocalDate> changed(LocalDate day, List<StoredEvent> copies, Set<LocalDate> days) {
        boolean late = days.stream().anyMatch(other -> other.isAfter(day));
        LocalDate first = day.minusDays(siteGoals.reachDays(copies, late));
        Set<LocalDate> changed = new TreeSet<>(days);
        changed.removeIf(other -> other.isBefore(first));
        return changed;
    }

    /** Whether any of the events has a copy in another of the person's visitor days (D1). */
    private boolean isElsewhere(Set<VisitorKey> group, VisitorKey visitor, Map<LocalDate, List<StoredEvent>> events) {
        Map<EventHash, Set<Id>> places = new HashMap<>();
        Set<Id> others = new TreeSet<>(Id.ORDER);
        group.forEach(each -> index(each).days().forEach(day -> others.add(new Id(site.id(), day, each))));
        events.forEach((day, copies) -> {
            Id own = new Id(site.id(), day, visitor);
            copies.forEach(copy ->
                    places.computeIfAbsent(copy.id(), any -> new HashSet<>()).add(own));
            if (events.size() == 1) {
                others.remove(own);
            }
        });
        facts.days()
                .load(others)
                .forEach((id, loaded) -> places.forEach((event, ids) -> {
                    if (!loaded.day().copies(event).isEmpty()) {
                        ids.add(id);
                    }
                }));
        return places.values().stream().anyMatch(ids -> ids.size() > 1);
    }

    /**
     * Returns the buckets that count the data stored under the visitors: their own and, for a device, those of its
     * users.
     */
    private Set<BucketKey> places(Set<VisitorKey> visitors) {
        Set<BucketKey> places = new HashSet<>();
        for (VisitorKey visitor : visitors) {
            VisitorIndex index = index(visitor);
            for (LocalDate day : index.days()) {
                places.add(facts.days().place(new Id(site.id(), day, visitor)));
                index.users().keySet().forEach(user -> places.add(facts.days().place(new Id(site.id(), day, user))));
            }
        }
        return places;
    }

    private Set<VisitorKey> group(Collection<VisitorKey> visitors) {
        Set<VisitorKey> group = new LinkedHashSet<>(visitors);
        for (int step = 0; step <= STEPS; step++) {
            read(group);
            if (step < STEPS) {
                Set<VisitorKey> more = new LinkedHashSet<>();
                group.forEach(each -> more.addAll(index(each).connected()));
                group.addAll(more);
            }
        }
        return group;
    }

    private void read(Set<VisitorKey> visitors) {
        Set<VisitorKey> missing = new LinkedHashSet<>();
        for (VisitorKey visitor : visitors) {
            if (!visitor.linkable()) {
                indexes.put(visitor, VisitorIndex.EMPTY);
            } else if (!indexes.containsKey(visitor)) {
                missing.add(visitor);
            }
        }
        facts.indexes()
                .load(site.id(), missing)
                .forEach((visitor, loaded) -> indexes.put(visitor, facts.known(site, loaded)));
    }

    private VisitorIndex index(VisitorKey visitor) {
        return Objects.requireNonNull(indexes.get(visitor));
    }
}
