package dev.cairn.classify;

import dev.cairn.domain.Delivery;
import dev.cairn.domain.Journey;
import dev.cairn.domain.Journey.Erased;
import dev.cairn.domain.LinkLevel;
import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.VisitorKey;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.store.Contention;
import dev.cairn.store.Items;
import dev.cairn.store.Journeys;
import dev.cairn.store.Marks;
import dev.cairn.store.Marks.Place;
import dev.cairn.store.RunningDay;
import dev.cairn.store.VisitorDays;
import dev.cairn.store.VisitorDays.Id;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Erases visitors from the tables: all events of a user, the devices' that were theirs (I3) included, or all events sent
 * from a device, whoever's they were. Tombstones come first, so that nothing is stored again; whatever they cover goes.
 * Each call is harmless to repeat, and what died half-way is finished by the next.
 */
public final class Eraser {
    private static final int ATTEMPTS = 40;

    private final Plans plans;
    private final Clock clock;
    private final VisitorDays visitorDays;
    private final Journeys journeys;
    private final Marks marks;
    private final Erasures erasures;
    private final Removal removal;
    private final RunningDay runningDay;
    private final Joining joining;

    public Eraser(Plans plans, Items items, Clock clock) {
        this.plans = plans;
        this.clock = clock;
        this.visitorDays = new VisitorDays(items);
        this.journeys = new Journeys(items);
        this.marks = new Marks(items);
        this.erasures = new Erasures(items);
        this.runningDay = new RunningDay(items);
        this.removal = new Removal(plans, items, clock);
        this.joining = new Joining(items, new Settling(plans, items, clock));
    }

    /** The devices of those who are users, and the users of those who are devices. */
    public Set<VisitorKey> related(Site site, Set<VisitorKey> names) {
        Set<VisitorKey> related = new HashSet<>();
        journeys.load(site.id(), names).forEach((name, loaded) -> {
            related.addAll(loaded.journey().owners().users());
            Set<String> devices = new TreeSet<>(loaded.journey().devices());
            if (name.link() == LinkLevel.USER) {
                visitorDays
                        .load(ids(site, name))
                        .values()
                        .forEach(day -> day.day()
                                .kept()
                                .forEach(kept -> kept.copies().stream()
                                        .map(StoredEvent::device)
                                        .filter(Objects::nonNull)
                                        .forEach(devices::add)));
            }
            devices.forEach(device -> related.add(new VisitorKey(LinkLevel.DEVICE, device)));
        });
        return related;
    }

    /**
     * Puts the tombstones: on those who are erased, and on their devices for what was theirs.
     *
     * @param at until then, included; epoch milliseconds
     */
    public void entomb(Site site, Set<VisitorKey> names, Set<VisitorKey> related, long at) {
        names.forEach(name -> change(site, name, journey -> journey.without(new Erased(at, Set.of()))));
        for (VisitorKey device : related) {
            if (device.link() == LinkLevel.DEVICE) {
                change(site, device, journey -> without(journey, names, at));
            }
        }
    }

    private static Journey without(Journey device, Set<VisitorKey> names, long at) {
        Journey after = device;
        for (VisitorKey name : names) {
            after = after.without(new Erased(0, device.owners().stretches(name, at)));
        }
        return after;
    }

    /** Removes what the tombstones cover, on every day that is kept. */
    public void sweep(Site site, Set<VisitorKey> homes) {
        Set<Place> touched = new HashSet<>();
        for (VisitorKey home : devicesFirst(homes)) {
            removal.remove(site, home, days(site), Removal.Known.NOTHING, homes, touched);
        }
        tidy(site, homes, touched);
        // Whose they are is not known there; others come soon.
        runningDay.forgetRecent(site.id());
    }

    /** Removes what tombstones cover of archived deliveries, and what followed from it. */
    public void forget(Site site, Set<VisitorKey> homes, Collection<Delivery> archived) {
        Map<VisitorKey, ErasedEvents> byHome = new TreeMap<>(java.util.Comparator.comparing(VisitorKey::toString));
        for (Delivery delivery : archived) {
            Erasures.Tombstones tombstones = tombstones(delivery);
            ErasedEvents events = byHome.computeIfAbsent(delivery.visitor(), any -> new ErasedEvents());
            delivery.events().stream()
                    .filter(event -> event.exclusion() == null && tombstones.cover(delivery, event))
                    .forEach(event ->
                            events.add(delivery.device(), event, site.zones().dayOf(event.at())));
        }
        byHome.values().removeIf(ErasedEvents::isEmpty);
        if (byHome.isEmpty()) {
            return;
        }
        Set<VisitorKey> all = new HashSet<>(homes);
        all.addAll(byHome.keySet());
        Set<Place> touched = new HashSet<>();
        for (VisitorKey home : devicesFirst(byHome.keySet())) {
            Removal.Known known = byHome.get(home).known();
            removal.remove(site, home, known.ids().keySet(), known, all, touched);
        }
        tidy(site, all, touched);
    }

    /** What an erasure leaves of a delivery: the same, less, or nothing. */
    public Remains remains(Delivery delivery, long at) {
        return Remains.of(delivery, tombstones(delivery), at);
    }

    /** The same for one that was put aside, and counts there: every event leaves its place. */
    public Remains remains(Delivery aside) {
        return Remains.of(aside, tombstones(aside), Long.MIN_VALUE);
    }

    private Erasures.Tombstones tombstones(Delivery delivery) {
        Journey journey = journeys.load(delivery.site(), delivery.visitor()).journey();
        Set<String> devices = delivery.device() == null ? Set.of() : Set.of(delivery.device());
        return erasures.tombstones(delivery.site(), journey, devices);
    }

    /** Deletes the days of which nothing is left. Only when nobody can be writing to them any more. */
    public void deleteEmpty(Site site, Set<VisitorKey> homes) {
        journeys.load(site.id(), homes).forEach((home, loaded) -> {
            Erased erased = loaded.journey().erased();
            for (Id id : ids(site, home)) {
                if (erased.hasAllUntil(site.zones().endOf(id.day()) - 1)) {
                    visitorDays.deleteEmpty(id);
                }
            }
        });
    }

    /** Whose the devices are now, and journeys without what is gone. */
    private void tidy(Site site, Set<VisitorKey> homes, Set<Place> touched) {
        for (VisitorKey home : devicesFirst(homes)) {
            if (home.link() == LinkLevel.DEVICE) {
                joining.recompute(site, home, touched);
            }
        }
        for (VisitorKey home : devicesFirst(homes)) {
            change(site, home, journey -> left(site, home, journey));
        }
        marks.raise(touched);
    }

    private Journey left(Site site, VisitorKey home, Journey journey) {
        TreeMap<LocalDate, Journey.Day> days = new TreeMap<>();
        journey.days().forEach((day, content) -> {
            if (!content.isNothing()) {
                days.put(day, content);
            }
        });
        Map<VisitorKey, String> named = new HashMap<>();
        journey.devices().forEach(hash -> named.put(new VisitorKey(LinkLevel.DEVICE, hash), hash));
        Set<String> devices = new TreeSet<>();
        if (!named.isEmpty()) {
            journeys.load(site.id(), named.keySet()).forEach((device, loaded) -> {
                if (loaded.journey().owners().users().contains(home)) {
                    devices.add(named.get(device));
                }
            });
        }
        return journey.only(days, devices);
    }

    private void change(Site site, VisitorKey visitor, Function<Journey, Journey> change) {
        LocalDate today = site.zones().dayOf(clock.millis());
        for (Contention tries = Contention.over("a journey", ATTEMPTS); ; tries.tryAgain()) {
            Journeys.Loaded before = journeys.load(site.id(), visitor);
            Journey after = change.apply(before.journey());
            LocalDate oldest = today.minusDays(site.retentionDays());
            if (after.equals(before.journey())
                    || journeys.put(site.id(), visitor, before, after, Settling.expiry(site, after, oldest))) {
                return;
            }
        }
    }

    private static List<VisitorKey> devicesFirst(Collection<VisitorKey> homes) {
        return homes.stream()
                .sorted(java.util.Comparator.comparing((VisitorKey home) -> home.link() != LinkLevel.DEVICE)
                        .thenComparing(VisitorKey::toString))
                .toList();
    }

    private List<Id> ids(Site site, VisitorKey visitor) {
        return days(site).stream().map(day -> new Id(site.id(), day, visitor)).toList();
    }

    /** Every day of which anything is kept, also from when the site kept its events for longer. */
    private List<LocalDate> days(Site site) {
        LocalDate today = site.zones().dayOf(clock.millis());
        int longest = plans.longestRetention(site);
        List<LocalDate> days = new ArrayList<>();
        for (int before = -1; before <= longest + 3; before++) {
            days.add(today.minusDays(before));
        }
        return days;
    }
}
