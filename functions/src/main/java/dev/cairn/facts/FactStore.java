package dev.cairn.facts;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.OrderHash;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.person.VisitorIndex;
import dev.cairn.domain.visit.VisitorDay;
import dev.cairn.domain.visit.VisitorDay.Claimed;
import dev.cairn.domain.visit.VisitorDay.DeliverySummary;
import dev.cairn.plan.model.Site;
import dev.cairn.store.ItemStore;
import dev.cairn.store.OptimisticRetry;
import dev.cairn.store.visitor.LedgerStore;
import dev.cairn.store.visitor.VisitorDayStore;
import dev.cairn.store.visitor.VisitorDayStore.Addition;
import dev.cairn.store.visitor.VisitorDayStore.Id;
import dev.cairn.store.visitor.VisitorDayStore.Loaded;
import dev.cairn.store.visitor.VisitorIndexStore;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Stores facts. Each change is idempotent and written with compare-and-set. */
public final class FactStore {
    private static final int ATTEMPTS = 40;

    private final VisitorDayStore days;
    private final VisitorIndexStore indexes;
    private final LedgerStore claims;
    private final Clock clock;

    public FactStore(ItemStore items, Clock clock) {
        this.days = new VisitorDayStore(items, clock);
        this.indexes = new VisitorIndexStore(items);
        this.claims = new LedgerStore(items);
        this.clock = clock;
    }

    public VisitorDayStore days() {
        return days;
    }

    public VisitorIndexStore indexes() {
        return indexes;
    }

    public LedgerStore claims() {
        return claims;
    }

    /** Flags all visitor days that a visitor's index connects, so that none of them is evaluated on its own. */
    public void flagConnected(Site site, VisitorKey visitor, VisitorIndex index) {
        days.flagConnected(connectedDays(site, visitor, index), site::forgets);
    }

    /**
     * Adds to a visitor's index and returns the result. The visitor days that an index connects are flagged before the
     * index is written. The aggregator relies on this order: it evaluates an unflagged day on its own. The previous
     * release used a different order.
     */
    public VisitorIndex addToIndex(Site site, VisitorKey visitor, VisitorIndex more) {
        return addToIndex(site, visitor, indexes.load(site.id(), visitor), more, null);
    }

    /**
     * Same, for an index that was already read.
     *
     * @param read the index as just read
     * @param written a day of the visitor without stored data; the caller flags it in its first write unless the
     *     returned index is alone
     */
    public VisitorIndex addToIndex(
            Site site,
            VisitorKey visitor,
            VisitorIndexStore.Loaded read,
            VisitorIndex more,
            @Nullable LocalDate written) {
        VisitorIndexStore.Loaded before = read;
        for (OptimisticRetry tries = OptimisticRetry.over("a visitor's index", ATTEMPTS); ; tries.tryAgain()) {
            VisitorIndex known = known(site, before);
            VisitorIndex after = known.and(more.from(oldest(site)));
            if (!before.isJourney() && after.equals(known)) {
                return after;
            }
            Set<Id> connected = connectedDays(site, visitor, after);
            if (!before.isJourney()) {
                connected.removeAll(connectedDays(site, visitor, known));
            }
            if (written != null) {
                connected.remove(new Id(site.id(), written, visitor));
            }
            days.flagConnected(connected, site::forgets);
            LocalDate oldest = oldest(site);
            VisitorIndex kept = after.from(oldest);
            if (indexes.put(site.id(), visitor, before, kept, expiry(site, kept, oldest))) {
                return kept;
            }
            before = indexes.load(site.id(), visitor);
        }
    }

    /**
     * Flags the day on which a device's id was created, so that later writers of that day read the index. Returns the
     * day if it already has data, since the writers of that data did not read the index; otherwise an empty set.
     */
    public Set<LocalDate> flagMadeOn(Site site, VisitorKey device, LocalDate made) {
        Id id = new Id(site.id(), made, device);
        if (made.isBefore(oldest(site))) {
            return Set.of();
        }
        Loaded flagged = Objects.requireNonNull(
                days.flagConnected(List.of(id), site::forgets).get(id));
        VisitorDay stored = flagged.late() ? days.load(id).day() : flagged.day();
        return stored.isEmpty() ? Set.of() : Set.of(made);
    }

    private LocalDate oldest(Site site) {
        return site.zones().dayOf(clock.millis()).minusDays(site.retentionDays());
    }

    /**
     * Returns a loaded index, completed with data that the previous release did not record: the days on which users
     * were identified on a device.
     */
    VisitorIndex known(Site site, VisitorIndexStore.Loaded loaded) {
        VisitorIndex complete = loaded.index();
        if (!loaded.isJourney()) {
            return complete;
        }
        for (VisitorKey user : loaded.index().users().keySet()) {
            Set<LocalDate> on = indexes.load(site.id(), user).index().days();
            complete = complete.and(VisitorIndex.ofDevice(user, on));
        }
        return complete;
    }

    /** Returns the orders to which the events of some visitor days refer. */
    Set<OrderHash> orders(Collection<Id> ids) {
        Set<OrderHash> orders = new TreeSet<>();
        days.load(ids)
                .values()
                .forEach(each -> each.day().copies().stream()
                        .map(StoredEvent::order)
                        .filter(Objects::nonNull)
                        .forEach(orders::add));
        return orders;
    }

    /**
     * Returns the visitor days that an index connects: the visitor's own and, for a device, the same days of all its
     * users.
     */
    private static Set<Id> connectedDays(Site site, VisitorKey visitor, VisitorIndex index) {
        Set<Id> connected = new TreeSet<>(Id.ORDER);
        if (!index.isAlone()) {
            index.days().forEach(day -> {
                connected.add(new Id(site.id(), day, visitor));
                index.users().keySet().forEach(user -> connected.add(new Id(site.id(), day, user)));
            });
        }
        return connected;
    }

    /** Returns when the index expires. A tombstone is kept as long as an event that it covers could still be stored. */
    static Instant expiry(Site site, VisitorIndex index, LocalDate otherwise) {
        LocalDate last = index.days().isEmpty() ? otherwise : index.days().last();
        for (var on : index.users().values()) {
            last = !on.isEmpty() && on.last().isAfter(last) ? on.last() : last;
        }
        LocalDate erased = site.zones().dayOf(Math.max(0, index.tombstone().last()));
        return site.forgets(erased.isAfter(last) ? erased : last);
    }

    /** Applies any change to an index. */
    public VisitorIndex changeIndex(Site site, VisitorKey visitor, UnaryOperator<VisitorIndex> change) {
        return indexes.change(site.id(), visitor, change, after -> expiry(site, after, oldest(site)));
    }

    /** Records on a visitor day that other visitor days also claim one of its ids. */
    public void addClaimed(Id id, Claimed claimed, Instant expires) {
        add(id, day -> new Addition(List.of(), List.of(), day.addClaimed(List.of(claimed))), expires);
    }

    private void add(Id id, Function<VisitorDay, Addition> addition, Instant expires) {
        for (OptimisticRetry tries = OptimisticRetry.over("a visitor day", ATTEMPTS); ; tries.tryAgain()) {
            Loaded loaded = days.loadToAppend(id);
            Addition added = addition.apply(loaded.day());
            if (added.isEmpty()
                    || days.append(id, loaded, added, false, expires).isPresent()) {
                return;
            }
        }
    }

    /**
     * Counts erased events without a visitor, each once regardless of redeliveries. Each event has its own receipt,
     * because the rest of its delivery may be erased later.
     */
    public void countErased(Site site, Collection<StoredEvent> erased) {
        // Keyed by position, because a batch may contain a delivery twice.
        Map<String, TreeMap<Integer, StoredEvent>> deliveries = new TreeMap<>();
        erased.forEach(copy -> deliveries
                .computeIfAbsent(copy.copy().delivery(), any -> new TreeMap<>())
                .put(copy.copy().position(), copy));
        deliveries.forEach((delivery, copies) -> {
            Id id = receiptsOf(site, copies.firstEntry().getValue().copy());
            List<DeliverySummary> receipts =
                    copies.values().stream().map(TombstoneFilter::receipt).toList();
            add(id, day -> new Addition(List.of(), day.addReceipts(receipts), List.of()), site.forgets(id.day()));
        });
    }

    /** Returns the visitor day that counts the erased events of a delivery. */
    public static Id receiptsOf(Site site, StoredEvent.EventSource copy) {
        LocalDate day = site.zones().dayOf(copy.receivedAt());
        return new Id(site.id(), day, new VisitorKey(LinkLevel.NONE, copy.delivery()));
    }
}
