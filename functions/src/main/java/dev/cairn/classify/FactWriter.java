package dev.cairn.classify;

import dev.cairn.classify.VisitorAdditions.DayUpdate;
import dev.cairn.classify.VisitorAdditions.IdClaim;
import dev.cairn.domain.event.DeviceHash;
import dev.cairn.domain.event.EventHash;
import dev.cairn.domain.event.EventIdLedger;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.Tombstone;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.person.VisitorIndex;
import dev.cairn.domain.visit.VisitorDay;
import dev.cairn.domain.visit.VisitorDay.Claimed;
import dev.cairn.facts.AffectedBuckets;
import dev.cairn.facts.FactStore;
import dev.cairn.facts.TombstoneFilter;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.ItemStore;
import dev.cairn.store.OptimisticRetry;
import dev.cairn.store.bucket.DirtyBuckets.BucketKey;
import dev.cairn.store.statistic.RecentEvent;
import dev.cairn.store.visitor.VisitorDayStore;
import dev.cairn.store.visitor.VisitorDayStore.Id;
import dev.cairn.store.visitor.VisitorDayStore.Loaded;
import dev.cairn.store.visitor.VisitorIndexStore;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Adds a visitor's update to the facts and returns the buckets that it may change. Facts are sets: a repeated write
 * adds nothing and returns the same buckets again, so a redelivery of the same records completes unfinished work. The
 * buckets are determined after the last fact is written; the caller then marks them.
 */
final class FactWriter {
    private static final int ATTEMPTS = 40;

    /** Limit per source. No real visitor has more events in a day. Further copies are quarantined. */
    static final int MOST_EVENTS_A_DAY = 5_000;

    private final FactStore facts;
    private final VisitorDayCache visitorDayCache;
    private final PlanRepository plans;

    /** @param believedFor how long written data may be presumed unchanged */
    FactWriter(PlanRepository plans, ItemStore items, Clock clock, Duration believedFor) {
        this.plans = plans;
        this.facts = new FactStore(items, clock);
        this.visitorDayCache = new VisitorDayCache(clock, believedFor);
    }

    /**
     * The outcome of an update.
     *
     * @param places the buckets whose figures may have changed
     * @param full copies that did not fit
     * @param stored number of copies that were new
     * @param known number of copies that were already stored
     * @param outcomes the outcome of each copy, by {@link RecentEvents#key}
     */
    record Result(
            Set<BucketKey> places,
            List<StoredEvent> full,
            int stored,
            int known,
            Map<String, RecentEvent.Fate> outcomes) {}

    Result write(VisitorAdditions update) {
        Write write = new Write(update);
        update.days.forEach(write::addToDay);
        write.countErased();
        write.addToDevices();
        write.addToOrders();
        write.claimIds();
        return write.result();
    }

    private final class Write {
        private final VisitorAdditions update;
        private final Map<LocalDate, VisitorDay> days = new TreeMap<>();
        private final List<StoredEvent> full = new ArrayList<>();
        private final List<StoredEvent> erased = new ArrayList<>();
        private final Set<BucketKey> places = new HashSet<>();
        /** Visitor days that affect the figures of other visitor days. */
        private final Set<Id> touched = new TreeSet<>(Id.ORDER);

        private final Map<EventHash, StoredEvent.EventSource> lost = new HashMap<>();
        private VisitorIndexStore.@Nullable Loaded index;
        private boolean connected;
        private int stored;
        private int known;

        Write(VisitorAdditions update) {
            this.update = update;
        }

        private Id id(LocalDate day) {
            return new Id(update.site.id(), day, update.visitor);
        }

        void addToDay(LocalDate day, DayUpdate brought) {
            Loaded loaded = presumed(day, brought).orElseGet(() -> load(day));
            for (OptimisticRetry tries = OptimisticRetry.over("a visitor day", ATTEMPTS); ; tries.tryAgain()) {
                List<StoredEvent> gone = erased(loaded, brought.copies());
                if (gone.size() == brought.copies().size() && brought.receipts().isEmpty()) {
                    erased.addAll(gone);
                    days.put(day, loaded.day());
                    return;
                }
                boolean connect = mayBeUnindexed(loaded) && name(day);
                if (append(day, loaded, brought, gone, connect)) {
                    erased.addAll(gone);
                    return;
                }
                loaded = load(day);
            }
        }

        private Loaded load(LocalDate day) {
            return facts.days().loadToAppend(id(day));
        }

        /**
         * Returns the presumed state of a visitor day if the day need not be read. A write is refused if the stored
         * state differs, so the day must be read if nothing would be written.
         */
        private Optional<Loaded> presumed(LocalDate day, DayUpdate brought) {
            Optional<Loaded> believed = isNew(day) ? Optional.of(Loaded.nothing()) : visitorDayCache.get(id(day));
            return believed.filter(loaded -> brought.copies().stream()
                            .anyMatch(copy -> !loaded.day().has(copy))
                    || brought.receipts().stream()
                            .anyMatch(receipt -> !loaded.day().receipts().contains(receipt)));
        }

        /** Whether the day should be empty. Without a visitor, data is stored under the id of the event or delivery. */
        private boolean isNew(LocalDate day) {
            return update.visitor.link() == LinkLevel.NONE || isJustMade(day);
        }

        private boolean isJustMade(LocalDate day) {
            return update.justMade && day.equals(update.madeOn.get(update.visitor));
        }

        /**
         * Whether the day may be missing from the index. A day is added to the index before it has content, so the
         * index need not be read for a day with content. A device's id includes the day on which it was created, so
         * most visitors, who never return, have no index. The index is read even if the id was just created: if the
         * device's clock was days ahead at the time, the device may have been here before the day in its id.
         */
        private boolean mayBeUnindexed(Loaded loaded) {
            return update.visitor.linkable() && !loaded.isIndexed();
        }

        /**
         * Adds the day to the index. Returns true if the day is connected with others and must therefore be flagged.
         */
        private boolean name(LocalDate day) {
            VisitorIndexStore.Loaded read = Objects.requireNonNull(index);
            if (day.equals(update.madeOn.get(update.visitor)) && read.index().isNothing()) {
                return false;
            }
            VisitorIndex named = VisitorIndex.of(Set.of(day)).and(madeOn(update.visitor, read));
            return !facts.addToIndex(update.site, update.visitor, read, named, day)
                    .isAlone();
        }

        /** Returns the day that is known only from the device's id and must be listed in a new index of the device. */
        private VisitorIndex madeOn(VisitorKey device, VisitorIndexStore.Loaded read) {
            LocalDate made = update.madeOn.get(device);
            return made != null && read.index().isNothing()
                    ? VisitorIndex.of(facts.flagMadeOn(update.site, device, made))
                    : VisitorIndex.EMPTY;
        }

        /**
         * Returns the copies that belong to erased visitors. An erasure begins by flagging every day that has content,
         * so no data was erased from an unflagged day that has content.
         */
        private List<StoredEvent> erased(Loaded loaded, List<StoredEvent> copies) {
            boolean mayBeErased = loaded.connected()
                    || mayBeUnindexed(loaded)
                    || copies.stream().anyMatch(copy -> copy.device() != null);
            if (!update.visitor.linkable() || !mayBeErased) {
                return List.of();
            }
            index = facts.indexes().load(update.site.id(), update.visitor);
            Tombstone own = index.index().tombstone();
            TombstoneFilter tombstones = TombstoneFilter.of(facts.indexes(), update.site.id(), own, copies);
            return copies.stream().filter(tombstones::cover).toList();
        }

        /** Returns false if another writer won. */
        private boolean append(
                LocalDate day, Loaded loaded, DayUpdate brought, List<StoredEvent> gone, boolean connect) {
            List<StoredEvent> fitting = new ArrayList<>();
            List<StoredEvent> tooMany = new ArrayList<>();
            sort(loaded.day(), brought.copies(), gone, fitting, tooMany);
            List<StoredEvent> added = loaded.day().addCopies(fitting);
            VisitorDayStore.Addition addition =
                    new VisitorDayStore.Addition(added, loaded.day().addReceipts(brought.receipts()), List.of());
            if (!addition.isEmpty() || connect && !loaded.connected()) {
                Optional<Loaded> written =
                        facts.days().append(id(day), loaded, addition, connect, update.site.forgets(day));
                if (written.isEmpty()) {
                    return false;
                }
                visitorDayCache.put(id(day), written.get());
                connected |= written.get().connected();
            } else {
                connected |= loaded.connected();
            }
            days.put(day, loaded.late() ? whole(day) : loaded.day());
            full.addAll(tooMany);
            stored += added.size();
            known += fitting.size() - added.size();
            return true;
        }

        /**
         * Loads the whole visitor day. An append to a sealed day that has not been compacted does not load the earlier
         * data, which may contain other copies of an event and, with them, an order.
         */
        private VisitorDay whole(LocalDate day) {
            return facts.days().load(id(day)).day();
        }

        /**
         * Separates copies that fit from those above the limit. Each source has its own limit, so a browser cannot
         * crowd out the events of the shop's server.
         */
        private void sort(
                VisitorDay day,
                List<StoredEvent> copies,
                List<StoredEvent> gone,
                List<StoredEvent> fit,
                List<StoredEvent> tooMany) {
            Map<Boolean, Integer> room = new HashMap<>();
            for (StoredEvent copy : copies) {
                if (gone.contains(copy)) {
                    continue;
                }
                int left = room.computeIfAbsent(copy.server(), server -> MOST_EVENTS_A_DAY - day.size(server));
                if (day.has(copy)) {
                    fit.add(copy);
                } else {
                    (left > 0 ? fit : tooMany).add(copy);
                    room.put(copy.server(), left - 1);
                }
            }
        }

        /** Events of erased visitors are counted without a visitor, and otherwise dropped. */
        void countErased() {
            if (!erased.isEmpty()) {
                facts.countErased(update.site, erased);
                erased.forEach(copy -> places.add(facts.days().place(FactStore.receiptsOf(update.site, copy.copy()))));
            }
        }

        private boolean isLiving(StoredEvent copy) {
            return !erased.contains(copy) && !full.contains(copy);
        }

        private Map<LocalDate, List<StoredEvent>> living() {
            Map<LocalDate, List<StoredEvent>> living = new TreeMap<>();
            update.days.forEach((day, brought) -> {
                List<StoredEvent> copies =
                        brought.copies().stream().filter(this::isLiving).toList();
                if (!copies.isEmpty()) {
                    living.put(day, copies);
                }
            });
            return living;
        }

        /** I3: connects the user and the devices in both of their indexes. */
        void addToDevices() {
            Map<DeviceHash, Set<LocalDate>> devices = new TreeMap<>();
            living().forEach((day, copies) -> copies.stream()
                    .map(StoredEvent::device)
                    .filter(Objects::nonNull)
                    .forEach(device -> devices.computeIfAbsent(device, any -> new TreeSet<>())
                            .add(day)));
            devices.forEach((hash, on) -> {
                VisitorKey device = hash.visitor();
                VisitorIndexStore.Loaded read = facts.indexes().load(update.site.id(), device);
                VisitorIndex edge = VisitorIndex.ofDevice(update.visitor, on).and(madeOn(device, read));
                facts.addToIndex(update.site, device, read, edge, null);
                on.forEach(day -> touched.add(new Id(update.site.id(), day, device)));
            });
            if (!devices.isEmpty()) {
                facts.addToIndex(update.site, update.visitor, VisitorIndex.ofUser(living().keySet(), devices.keySet()));
            }
        }

        /** A copy of an event also affects the order of another copy, because a different copy may count now. */
        void addToOrders() {
            living().forEach((day, copies) -> copies.forEach(copy -> {
                if (copy.order() != null) {
                    facts.claims().addToOrder(copy.order(), id(day), update.site.forgets(day));
                }
                if (Objects.requireNonNull(days.get(day)).copies(copy.id()).stream()
                        .anyMatch(each -> each.order() != null)) {
                    touched.add(id(day));
                }
            }));
        }

        /** D1: if several visitor days claim an id, records that in each of them. */
        void claimIds() {
            for (IdClaim claiming : update.claiming) {
                if (isLiving(claiming.event())) {
                    claim(claiming);
                }
            }
        }

        private void claim(IdClaim claiming) {
            EventIdLedger claim = facts.claims()
                    .claimId(
                            update.site.id(),
                            claiming.hash(),
                            new EventIdLedger.EventPlace(
                                    update.visitor,
                                    claiming.day(),
                                    claiming.event().copy()),
                            update.site.forgets(claiming.day()));
            if (claim.homes().size() == 1) {
                return;
            }
            EventHash event = claiming.event().id();
            for (EventIdLedger.EventPlace home : claim.homes()) {
                Id place = new Id(update.site.id(), home.day(), home.visitor());
                facts.addClaimed(place, new Claimed(event, claiming.hash()), update.site.forgets(home.day()));
                touched.add(place);
            }
            Objects.requireNonNull(days.get(claiming.day()))
                    .kept(event)
                    .flatMap(kept -> claim.winnerOver(update.visitor, claiming.day(), kept.copy()))
                    .ifPresent(counting -> lost.put(event, counting));
        }

        /** Reads the facts connected with the update. Must be called after its last fact is written. */
        Result result() {
            update.days.keySet().forEach(day -> places.add(facts.days().place(id(day))));
            AffectedBuckets closure = new AffectedBuckets(plans, update.site, facts);
            if (!touched.isEmpty()) {
                update.days.keySet().forEach(day -> touched.add(id(day)));
                places.addAll(closure.of(touched));
            } else if (connected) {
                places.addAll(closure.ofEvents(update.visitor, withOtherCopies()));
            }
            return new Result(places, full, stored, known, outcomes());
        }

        /**
         * Adds all other copies of the events: if a different copy counts now, the goals met by the previous one are no
         * longer met.
         */
        private Map<LocalDate, List<StoredEvent>> withOtherCopies() {
            Map<LocalDate, List<StoredEvent>> copies = living();
            copies.replaceAll((day, brought) -> Stream.concat(
                            brought.stream(),
                            brought.stream()
                                    .map(StoredEvent::id)
                                    .distinct()
                                    .flatMap(id -> Objects.requireNonNull(days.get(day)).copies(id).stream()))
                    .toList());
            return copies;
        }

        private Map<String, RecentEvent.Fate> outcomes() {
            Map<String, RecentEvent.Fate> outcomes = new HashMap<>();
            update.days.forEach((day, brought) -> brought.copies()
                    .forEach(copy -> outcomes.put(
                            RecentEvents.key(copy.copy()),
                            erased.contains(copy)
                                    ? RecentEvents.ERASED
                                    : RecentEvents.fate(copy, Objects.requireNonNull(days.get(day)), lost))));
            return outcomes;
        }
    }
}
