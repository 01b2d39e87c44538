package dev.cairn.classify;

import dev.cairn.domain.Journey;
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
import dev.cairn.store.VisitorDays;
import dev.cairn.store.VisitorDays.Id;
import dev.cairn.store.VisitorDays.Loaded;
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
import java.util.TreeSet;

/**
 * Takes what tombstones cover out of one visitor's days, and out of all that followed from it: counted under nobody's
 * name, out of the orders and time claims, journeys and owners computed anew. The copies go after what is found by
 * them, so that a removal that died is found and done again.
 */
final class Removal {
    private static final int ATTEMPTS = 40;

    private final VisitorDays visitorDays;
    private final Journeys journeys;
    private final Settling settling;
    private final Joining joining;
    private final Erasures erasures;
    private final LeftOrders leftOrders;
    private final LeftTimes leftTimes;
    private final Marks marks;

    Removal(Plans plans, Items items, Clock clock) {
        this.visitorDays = new VisitorDays(items);
        this.journeys = new Journeys(items);
        this.settling = new Settling(plans, items, clock);
        this.joining = new Joining(items, settling);
        this.erasures = new Erasures(items);
        this.leftOrders = new LeftOrders(items);
        this.marks = new Marks(items);
        this.leftTimes = new LeftTimes(items, settling, joining);
    }

    /**
     * What is known of erased events of a home from elsewhere than its days.
     *
     * @param ids hashes of the events' ids, by day
     * @param orders hashes of their orders
     * @param devices hashes of the devices they were sent from
     * @param claiming events whose time was corrected
     */
    record Known(
            Map<LocalDate, Set<Long>> ids, Set<String> orders, Set<String> devices, List<LeftTimes.Event> claiming) {
        static final Known NOTHING = new Known(Map.of(), Set.of(), Set.of(), List.of());
    }

    /** @param persons everybody whose events they may have been */
    void remove(
            Site site,
            VisitorKey home,
            Collection<LocalDate> days,
            Known known,
            Set<VisitorKey> persons,
            Set<Place> touched) {
        List<Id> ids = days.stream().map(day -> new Id(site.id(), day, home)).toList();
        for (Contention tries = Contention.over("a visitor day", ATTEMPTS); ; tries.tryAgain()) {
            Journey journey = journeys.load(site.id(), home).journey();
            Found found = new Found(site, journey, visitorDays.load(ids), known);
            if (found.touched.isEmpty()) {
                return;
            }
            Set<Id> others = leftOrders.leave(site, found.orders, persons, found::touches);
            count(site, found);
            if (found.remove()) {
                others.addAll(leftOrders.leave(site, found.orders, persons, found::touches));
                settle(site, home, persons, found, others, touched);
                known.claiming().forEach(event -> leftTimes.leave(site, home, event, touched));
                return;
            }
        }
    }

    /** The mark at once: when the copies are gone nobody would know of it any more. */
    private void count(Site site, Found found) {
        Set<Place> counted = new HashSet<>();
        erasures.count(site, found.covered, counted);
        marks.raise(counted);
    }

    /** Everybody's journey whose events they may have been: who was the owner is not known any more when done again. */
    private void settle(
            Site site, VisitorKey home, Set<VisitorKey> persons, Found found, Set<Id> others, Set<Place> places) {
        Set<LocalDate> days = found.touched.keySet();
        Set<VisitorKey> all = new HashSet<>(persons);
        all.add(home);
        for (VisitorKey person : all) {
            settling.settle(new Settling.Task(site, person, days, found::touches, Set.of()), null, true, places);
            days.forEach(day -> places.add(Settling.place(new Id(site.id(), day, person))));
        }
        settling.settleOthers(site, others, places);
        if (home.link() == LinkLevel.USER) {
            LocalDate last = new TreeSet<>(days).last();
            for (String device : found.devices) {
                VisitorKey key = new VisitorKey(LinkLevel.DEVICE, device);
                joining.join(new Joining.Identified(site, home, key, last, false), true, places);
            }
        }
    }

    /** What is to be removed of some days. */
    private final class Found {
        final List<StoredEvent> covered = new ArrayList<>();
        final Map<LocalDate, Set<Long>> touched = new HashMap<>();
        final Set<String> orders = new TreeSet<>();
        final Set<String> devices = new TreeSet<>();
        private final Map<Id, Loaded> loaded;
        private final Erasures.Tombstones tombstones;

        Found(Site site, Journey journey, Map<Id, Loaded> loaded, Known known) {
            this.loaded = loaded;
            List<StoredEvent> all = new ArrayList<>();
            loaded.forEach((id, each) -> all.addAll(copies(each)));
            this.tombstones = erasures.tombstones(site.id(), journey, all);
            known.ids().forEach((day, ids) -> touched.put(day, new HashSet<>(ids)));
            orders.addAll(known.orders());
            devices.addAll(known.devices());
            loaded.forEach(this::find);
        }

        private void find(Id id, Loaded day) {
            List<StoredEvent> copies = copies(day);
            for (StoredEvent copy : copies) {
                if (isCovered(copy)) {
                    covered.add(copy);
                    touched.computeIfAbsent(id.day(), any -> new HashSet<>()).add(copy.idHash());
                    if (copy.order() != null) {
                        orders.add(copy.order());
                    }
                }
            }
            copies.stream()
                    .filter(copy -> touches(id.day(), copy.idHash()))
                    .map(StoredEvent::device)
                    .filter(Objects::nonNull)
                    .forEach(devices::add);
        }

        private boolean isCovered(StoredEvent copy) {
            return !copy.elsewhere() && tombstones.cover(copy);
        }

        boolean touches(LocalDate day, long id) {
            return touched.getOrDefault(day, Set.of()).contains(id);
        }

        /** False when another writer was faster. A sign goes with the last copy it is about. */
        boolean remove() {
            return loaded.entrySet().stream().allMatch(each -> {
                Set<Long> left = new HashSet<>();
                copies(each.getValue()).stream()
                        .filter(copy -> !copy.elsewhere() && !isCovered(copy))
                        .forEach(copy -> left.add(copy.idHash()));
                LocalDate day = each.getKey().day();
                return visitorDays.remove(
                        each.getKey(),
                        each.getValue(),
                        copy -> copy.elsewhere()
                                ? touches(day, copy.idHash()) && !left.contains(copy.idHash())
                                : isCovered(copy));
            });
        }
    }

    private static List<StoredEvent> copies(Loaded loaded) {
        return loaded.day().kept().stream()
                .flatMap(kept -> kept.copies().stream())
                .toList();
    }
}
