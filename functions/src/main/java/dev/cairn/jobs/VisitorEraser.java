package dev.cairn.jobs;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.DeviceHash;
import dev.cairn.domain.event.EventHash;
import dev.cairn.domain.event.EventIdLedger;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.OrderHash;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.Tombstone;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.person.VisitorIndex;
import dev.cairn.domain.visit.VisitorDay;
import dev.cairn.facts.AffectedBuckets;
import dev.cairn.facts.FactStore;
import dev.cairn.facts.TombstoneFilter;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Hashes;
import dev.cairn.store.ItemStore;
import dev.cairn.store.bucket.DirtyBuckets.BucketKey;
import dev.cairn.store.statistic.LiveCounters;
import dev.cairn.store.visitor.PersonReader;
import dev.cairn.store.visitor.VisitorDayEraser;
import dev.cairn.store.visitor.VisitorDayStore.Id;
import dev.cairn.store.visitor.VisitorDayStore.Loaded;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Erases visitors from the tables: all events of a user, including those from devices while they were the user's (I3),
 * or all events sent from a device, regardless of their owner. The order is: {@link #entomb}, so that nothing is stored
 * again; {@link #trace}, which the caller saves; {@link #remove}; marks for the buckets that {@link #reach} returns;
 * and, once every running writer has seen the tombstones, all of it again and then {@link #tidy}. Each step is
 * safe to repeat, and all are repeated after a crash.
 */
final class VisitorEraser {
    private final PlanRepository plans;
    private final ItemStore items;
    private final Clock clock;
    private final FactStore facts;

    VisitorEraser(PlanRepository plans, ItemStore items, Clock clock) {
        this.plans = plans;
        this.items = items;
        this.clock = clock;
        this.facts = new FactStore(items, clock);
    }

    /** The devices of the users, and the users of the devices, among these visitors. */
    Set<VisitorKey> related(Site site, Set<VisitorKey> names) {
        Set<VisitorKey> related = new HashSet<>();
        facts.indexes()
                .load(site.id(), names)
                .values()
                .forEach(loaded -> related.addAll(loaded.index().connected()));
        names.stream()
                .filter(name -> name.link() == LinkLevel.USER)
                .forEach(name -> copies(site, name).forEach(copy -> {
                    if (copy.device() != null) {
                        related.add(copy.device().visitor());
                    }
                }));
        return related;
    }

    /**
     * Writes the tombstones: on the erased visitors, and on their devices for the time in which the devices belonged to
     * them.
     *
     * @param at time up to which they cover events, inclusive; epoch milliseconds
     */
    void entomb(Site site, Set<VisitorKey> names, Set<VisitorKey> related, long at) {
        for (VisitorKey device : related) {
            if (device.link() == LinkLevel.DEVICE) {
                PersonReader persons = new PersonReader(site.id(), items, facts.days());
                Set<dev.cairn.domain.event.ErasedInterval> theirs = names.stream()
                        .flatMap(name -> persons.owners(device).stretches(name, at).stream())
                        .collect(Collectors.toSet());
                entomb(site, device, new Tombstone(0, theirs));
            }
        }
        names.forEach(name -> entomb(site, name, new Tombstone(at, Set.of())));
    }

    /** Flags every day that has data, so that every writer to one of the visitor's days learns of the tombstone. */
    private void entomb(Site site, VisitorKey visitor, Tombstone tombstone) {
        Set<LocalDate> days = new TreeSet<>();
        loaded(site, visitor).forEach((id, loaded) -> {
            if (!loaded.pages().isEmpty() || !loaded.day().isEmpty()) {
                days.add(id.day());
            }
        });
        VisitorIndex all = VisitorIndex.of(days).and(VisitorIndex.erased(tombstone));
        facts.flagConnected(site, visitor, all);
        facts.changeIndex(site, visitor, index -> index.and(all));
    }

    /**
     * Locates the data that depended on the events once the events are gone.
     *
     * @param orders the orders that the events referred to
     * @param ids hashes of their ids that other visitor days also claim
     * @param receipts the buckets in which they are counted as erased
     */
    record Trace(Set<OrderHash> orders, Set<String> ids, Set<BucketKey> receipts) {
        Trace and(Trace more) {
            return new Trace(union(orders, more.orders), union(ids, more.ids), union(receipts, more.receipts));
        }

        private static <T> Set<T> union(Set<T> one, Set<T> other) {
            Set<T> union = new HashSet<>(one);
            union.addAll(other);
            return union;
        }
    }

    /** Finds the data that depends on the visitors' events. Call this while the events are still stored. */
    Trace trace(Site site, Set<VisitorKey> homes) {
        Trace trace = new Trace(new TreeSet<>(), new TreeSet<>(), new HashSet<>());
        for (VisitorKey home : homes) {
            for (Loaded loaded : loaded(site, home).values()) {
                trace.ids.addAll(loaded.day().claimed().values());
                for (StoredEvent copy : loaded.day().copies()) {
                    trace.receipts.add(facts.days().place(FactStore.receiptsOf(site, copy.copy())));
                    if (copy.order() != null) {
                        trace.orders.add(copy.order());
                    }
                }
            }
        }
        return trace;
    }

    /** Every bucket whose figures the removal may have changed. */
    Set<BucketKey> reach(Site site, Set<VisitorKey> homes, Trace trace) {
        Set<Id> touched = new TreeSet<>(Id.ORDER);
        homes.forEach(home -> touched.addAll(loaded(site, home).keySet()));
        facts.claims().orders(site.id(), trace.orders()).values().forEach(touched::addAll);
        facts.claims().ids(site.id(), trace.ids()).values().forEach(claim -> touched.addAll(days(site, claim)));
        Set<BucketKey> places = new HashSet<>(trace.receipts());
        places.addAll(new AffectedBuckets(plans, site, facts).of(touched));
        return places;
    }

    private static List<Id> days(Site site, EventIdLedger claim) {
        return claim.homes().stream()
                .map(home -> new Id(site.id(), home.day(), home.visitor()))
                .toList();
    }

    /** Removes the events that the tombstones cover, and counts them as erased. */
    void remove(Site site, Set<VisitorKey> homes) {
        for (VisitorKey home : devicesFirst(homes)) {
            Map<Id, Loaded> days = loaded(site, home);
            List<StoredEvent> all = days.values().stream()
                    .flatMap(each -> each.day().copies().stream())
                    .toList();
            Tombstone own = facts.indexes().load(site.id(), home).index().tombstone();
            TombstoneFilter tombstones = TombstoneFilter.of(facts.indexes(), site.id(), own, all);
            facts.countErased(site, all.stream().filter(tombstones::cover).toList());
            days.forEach((id, loaded) -> {
                new VisitorDayEraser(facts.days()).remove(id, tombstones::cover, site.forgets(id.day()));
                leaveClaims(id, loaded.day(), tombstones);
            });
        }
        // Recent events are kept without their visitor, so all of them are dropped; new ones arrive soon.
        new LiveCounters(items).forgetRecent(site.id());
    }

    /**
     * Removes events that are no longer stored from the claims of a day's ids. This includes events that were removed
     * earlier: a writer that had not seen the tombstone may have claimed the id since.
     */
    private void leaveClaims(Id id, VisitorDay before, TombstoneFilter tombstones) {
        Map<String, EventIdLedger> claims =
                facts.claims().ids(id.site(), before.claimed().values());
        before.claimed().forEach((event, hash) -> {
            boolean stands = claims.getOrDefault(hash, EventIdLedger.NONE).homes().stream()
                    .filter(home -> home.is(id.visitor(), id.day()))
                    .allMatch(home -> left(before, event, tombstones).anyMatch(home.copy()::equals));
            if (!stands) {
                facts.claims().leaveId(id, hash, smallestLeft(before, event, tombstones));
            }
        });
    }

    /**
     * Removes archived events that are to be erased from the claims of their ids, and returns the buckets of the other
     * visitors who claim these ids. An id that no other visitor had claimed when its copies were removed is only in the
     * archive.
     */
    Set<BucketKey> leaveIds(Site site, Collection<Delivery> archived) {
        Set<BucketKey> places = new HashSet<>();
        for (Delivery delivery : archived) {
            TombstoneFilter tombstones = TombstoneFilter.of(facts.indexes(), delivery);
            delivery.events().stream()
                    .filter(event -> event.time().adjusted() && event.exclusion() == null)
                    .filter(event -> tombstones.cover(delivery, event))
                    .forEach(event -> leaveId(site, delivery.visitor(), event, tombstones, places));
        }
        return places;
    }

    private void leaveId(
            Site site, VisitorKey visitor, AcceptedEvent event, TombstoneFilter tombstones, Set<BucketKey> places) {
        Id id = new Id(site.id(), site.zones().dayOf(event.at()), visitor);
        VisitorDay day = facts.days().load(id).day();
        StoredEvent.@Nullable EventSource left = smallestLeft(day, Hashes.eventHash(event.id()), tombstones);
        EventIdLedger claim = facts.claims().leaveId(id, Hashes.text(event.id()), left);
        places.addAll(new AffectedBuckets(plans, site, facts).of(days(site, claim)));
    }

    private static StoredEvent.@Nullable EventSource smallestLeft(
            VisitorDay before, EventHash event, TombstoneFilter tombstones) {
        return left(before, event, tombstones).min(Comparator.naturalOrder()).orElse(null);
    }

    private static Stream<StoredEvent.EventSource> left(
            VisitorDay before, EventHash event, TombstoneFilter tombstones) {
        return before.copies(event).stream()
                .filter(copy -> !tombstones.cover(copy))
                .map(StoredEvent::copy);
    }

    /**
     * Reduces the visitors' orders and indexes to what their remaining events imply. Must come last, when no writer can
     * be storing events that the tombstones cover: a repeated run needs this data to find the events.
     */
    void tidy(Site site, Set<VisitorKey> homes, Trace trace) {
        facts.claims().orders(site.id(), trace.orders()).forEach((order, days) -> {
            List<Id> theirs =
                    days.stream().filter(day -> homes.contains(day.visitor())).toList();
            facts.days().load(theirs).forEach((day, loaded) -> {
                if (loaded.day().copies().stream().noneMatch(copy -> order.equals(copy.order()))) {
                    facts.claims().removeFromOrder(order, day);
                }
            });
        });
        for (VisitorKey home : devicesFirst(homes)) {
            facts.changeIndex(site, home, index -> left(site, home, index));
        }
    }

    private VisitorIndex left(Site site, VisitorKey home, VisitorIndex index) {
        TreeSet<LocalDate> days = new TreeSet<>();
        Set<DeviceHash> devices = new TreeSet<>();
        facts.days()
                .load(ids(site, home, index.days()))
                .forEach((id, loaded) -> loaded.day().copies().forEach(copy -> {
                    days.add(id.day());
                    if (copy.device() != null) {
                        devices.add(copy.device());
                    }
                }));
        Map<VisitorKey, NavigableSet<LocalDate>> users = new TreeMap<>(VisitorKey.BY_TEXT);
        index.users().forEach((user, on) -> {
            NavigableSet<LocalDate> identifying = identifying(site, home, user, on);
            if (!identifying.isEmpty()) {
                users.put(user, identifying);
            }
        });
        return new VisitorIndex(days, devices, users, index.tombstone());
    }

    /** The days, out of these, on which an event of the user still refers to the device. */
    private NavigableSet<LocalDate> identifying(Site site, VisitorKey device, VisitorKey user, Set<LocalDate> days) {
        Set<LocalDate> all =
                days.isEmpty() ? facts.indexes().load(site.id(), user).index().days() : days;
        NavigableSet<LocalDate> identifying = new TreeSet<>();
        facts.days().load(ids(site, user, all)).forEach((id, loaded) -> {
            if (loaded.day().copies().stream()
                    .anyMatch(copy -> copy.device() != null && copy.device().is(device))) {
                identifying.add(id.day());
            }
        });
        return identifying;
    }

    /** Deletes the days that are now empty. Call this only when no writer can still be storing to them. */
    void deleteEmpty(Site site, Set<VisitorKey> homes) {
        facts.indexes().load(site.id(), homes).forEach((home, loaded) -> {
            Tombstone tombstone = loaded.index().tombstone();
            for (Id id : ids(site, home, kept(site))) {
                if (tombstone.coversAllUntil(site.zones().endOf(id.day()) - 1)) {
                    new VisitorDayEraser(facts.days()).deleteEmpty(id, site.forgets(id.day()));
                }
            }
        });
    }

    /** The delivery as an erasure leaves it: unchanged, reduced, or removed. */
    RedactedDelivery redact(Delivery delivery, long at) {
        return RedactedDelivery.of(delivery, TombstoneFilter.of(facts.indexes(), delivery), at);
    }

    /** The same for a delivery that is counted in quarantine: every erased event leaves a placeholder. */
    RedactedDelivery redact(Delivery quarantined) {
        return redact(quarantined, Long.MIN_VALUE);
    }

    private Map<Id, Loaded> loaded(Site site, VisitorKey home) {
        return facts.days().load(ids(site, home, kept(site)));
    }

    private List<StoredEvent> copies(Site site, VisitorKey home) {
        List<StoredEvent> copies = new ArrayList<>();
        loaded(site, home).values().forEach(each -> copies.addAll(each.day().copies()));
        return copies;
    }

    private static List<Id> ids(Site site, VisitorKey visitor, Collection<LocalDate> days) {
        return days.stream().map(day -> new Id(site.id(), day, visitor)).toList();
    }

    private static List<VisitorKey> devicesFirst(Collection<VisitorKey> homes) {
        return homes.stream()
                .sorted(Comparator.comparing((VisitorKey home) -> home.link() != LinkLevel.DEVICE)
                        .thenComparing(VisitorKey.BY_TEXT))
                .toList();
    }

    /** Every day that may still be stored, including days from a time when the site's retention was longer. */
    private List<LocalDate> kept(Site site) {
        LocalDate today = site.zones().dayOf(clock.millis());
        return today.minusDays(plans.longestRetention(site) + 3L)
                .datesUntil(today.plusDays(2))
                .toList();
    }
}
