package dev.cairn.store.visitor;

import dev.cairn.domain.event.EventHash;
import dev.cairn.domain.event.EventIdLedger;
import dev.cairn.domain.event.OrderHash;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.person.DeviceOwnership;
import dev.cairn.domain.person.ExclusionRules;
import dev.cairn.domain.person.OrderLedgers;
import dev.cairn.domain.person.PersonDay;
import dev.cairn.domain.person.PersonDay.OwnedVisitorDay;
import dev.cairn.domain.person.PersonDays;
import dev.cairn.domain.person.VisitorIndex;
import dev.cairn.domain.visit.VisitorDay;
import dev.cairn.domain.visit.VisitorDay.DeduplicatedEvent;
import dev.cairn.domain.visit.VisitorDayTagger;
import dev.cairn.store.ItemStore;
import dev.cairn.store.visitor.VisitorDayStore.Id;
import dev.cairn.store.visitor.VisitorDayStore.Loaded;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads the facts of persons and determines the owner of each event. A user owns the user's own events and those of the
 * devices that identified the user (I3), so a device that belongs to users owns none. Reads each item once. Not
 * thread-safe.
 */
public final class PersonReader {
    private final String site;
    private final VisitorDayStore visitorDays;
    private final VisitorIndexStore indexes;
    private final LedgerStore claims;
    private final Map<VisitorKey, VisitorIndex> knownIndexes = new HashMap<>();
    private final Map<Id, VisitorDay> knownDays = new HashMap<>();
    private final Map<VisitorKey, Set<Id>> taken = new HashMap<>();
    private final Map<String, EventIdLedger> knownIds = new HashMap<>();
    private final Map<VisitorKey, DeviceOwnership> owners = new HashMap<>();
    private final ExclusionRules exclude;
    /** Copies that have no effect, by the visitor day they are stored in. */
    private final Map<Id, Set<StoredEvent.EventSource>> excluded = new HashMap<>();

    /** Reads all facts, excluded or not. */
    public PersonReader(String site, ItemStore items, VisitorDayStore visitorDays) {
        this(site, items, visitorDays, ExclusionRules.NONE);
    }

    /** @param exclude copies that are read as if they had never been received */
    public PersonReader(String site, ItemStore items, VisitorDayStore visitorDays, ExclusionRules exclude) {
        this.exclude = exclude;
        this.site = site;
        this.visitorDays = visitorDays;
        this.indexes = new VisitorIndexStore(items);
        this.claims = new LedgerStore(items);
    }

    /**
     * The facts of some persons.
     *
     * @param days by person, every day that has stored data about them
     * @param others the days of all other persons whose events may involve the same orders
     */
    public record Persons(
            Map<VisitorKey, NavigableMap<LocalDate, PersonDay>> days,
            Map<VisitorKey, NavigableMap<LocalDate, PersonDay>> others) {

        /**
         * The orders named by any of these persons.
         *
         * @param goals as defined by the plan version that tagged an event
         */
        public OrderLedgers orders(VisitorDayTagger.GoalBook goals) {
            OrderLedgers orders = new OrderLedgers(goals);
            days.forEach((person, ofPerson) -> ofPerson.forEach((day, events) -> orders.add(person, day, events)));
            others.forEach((person, ofPerson) -> ofPerson.forEach((day, events) -> orders.add(person, day, events)));
            return orders;
        }
    }

    /** Adds visitor days that were already read; a day that is not connected can be resolved on its own. */
    public void take(LocalDate day, Map<VisitorKey, Loaded> visitors) {
        visitors.forEach((visitor, loaded) -> {
            Id id = new Id(site, day, visitor);
            keep(id, loaded.day());
            taken.computeIfAbsent(visitor, any -> new LinkedHashSet<>()).add(id);
            if (!loaded.connected()) {
                knownIndexes.putIfAbsent(visitor, VisitorIndex.of(Set.of(day)));
            }
        });
    }

    /** A visitor's index, read on first use. */
    public VisitorIndex index(VisitorKey visitor) {
        readIndexes(Set.of(visitor));
        return Objects.requireNonNull(knownIndexes.get(visitor));
    }

    /**
     * Reads the persons with all of their days, and the days of others that involve the same orders. Days that a
     * visitor's index does not list yet must be passed to {@link #take} first.
     */
    public Persons read(Collection<VisitorKey> persons) {
        Map<VisitorKey, NavigableMap<LocalDate, PersonDay>> days = days(persons);
        return new Persons(days, others(days));
    }

    /** The other persons whose events may involve these persons' orders. */
    private Map<VisitorKey, NavigableMap<LocalDate, PersonDay>> others(
            Map<VisitorKey, NavigableMap<LocalDate, PersonDay>> persons) {
        Set<OrderHash> orders = new TreeSet<>();
        persons.values()
                .forEach(days -> days.values()
                        .forEach(day -> day.events().stream()
                                .map(StoredEvent::order)
                                .filter(Objects::nonNull)
                                .forEach(orders::add)));
        if (orders.isEmpty()) {
            return Map.of();
        }
        Set<Id> places = new TreeSet<>(Id.ORDER);
        claims.orders(site, orders).values().forEach(places::addAll);
        readIndexes(
                places.stream().map(Id::visitor).filter(VisitorKey::linkable).toList());
        // The index may not list the day of a visitor who was seen on one day only, or of an event without a visitor.
        places.forEach(
                each -> knownIndexes.merge(each.visitor(), VisitorIndex.of(Set.of(each.day())), VisitorIndex::and));
        Set<VisitorKey> others = new LinkedHashSet<>();
        places.stream()
                .map(Id::visitor)
                .filter(VisitorKey::linkable)
                .forEach(visitor -> others.addAll(persons(visitor)));
        others.removeAll(persons.keySet());
        // An event without a visitor may be stored on several days, of which only one was requested.
        places.stream().map(Id::visitor).filter(visitor -> !visitor.linkable()).forEach(others::add);
        return days(others);
    }

    /** The possible owners of a visitor's events. */
    private Set<VisitorKey> persons(VisitorKey visitor) {
        Set<VisitorKey> persons = new LinkedHashSet<>(index(visitor).users().keySet());
        persons.add(visitor);
        return persons;
    }

    private Map<VisitorKey, NavigableMap<LocalDate, PersonDay>> days(Collection<VisitorKey> persons) {
        readIndexes(persons);
        Set<VisitorKey> devices = new LinkedHashSet<>(persons);
        persons.forEach(person -> devices.addAll(devices(person)));
        readOwners(devices);
        Map<VisitorKey, Set<Id>> homes = new LinkedHashMap<>();
        persons.forEach(person -> homes.put(person, homes(person)));
        readDays(homes.values().stream().flatMap(Set::stream).toList());
        Map<VisitorKey, NavigableMap<LocalDate, PersonDay>> days = new LinkedHashMap<>();
        homes.forEach((person, ids) -> days.put(person, PersonDays.of(person, byDay(ids))));
        return days;
    }

    private void readOwners(Collection<VisitorKey> devices) {
        readIndexes(devices);
        Map<VisitorKey, Set<Id>> identifying = new LinkedHashMap<>();
        devices.stream()
                .filter(device -> !owners.containsKey(device))
                .filter(device -> !index(device).users().isEmpty())
                .forEach(device -> identifying.put(device, identifying(device)));
        readDays(identifying.values().stream().flatMap(Set::stream).toList());
        identifying.forEach((device, ids) -> owners.put(device, owners(device, ids)));
    }

    private Set<VisitorKey> devices(VisitorKey person) {
        Set<VisitorKey> devices = new LinkedHashSet<>();
        index(person).devices().forEach(device -> devices.add(device.visitor()));
        return devices;
    }

    /** The visitor days that may hold data of the person; none for a device that belongs to users. */
    private Set<Id> homes(VisitorKey person) {
        VisitorIndex own = index(person);
        Set<Id> homes = new LinkedHashSet<>();
        if (owned(person).turns().isEmpty()) {
            own.days().forEach(day -> homes.add(new Id(site, day, person)));
            homes.addAll(taken.getOrDefault(person, Set.of()));
            devices(person)
                    .forEach(device -> index(device).days().forEach(day -> homes.add(new Id(site, day, device))));
        }
        return homes;
    }

    /** The visitor days that may hold an event by which the device identified a user. */
    private Set<Id> identifying(VisitorKey device) {
        Map<VisitorKey, ? extends Set<LocalDate>> users = index(device).users();
        readIndexes(users.entrySet().stream()
                .filter(each -> each.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList());
        Set<Id> ids = new LinkedHashSet<>();
        users.forEach((user, on) ->
                (on.isEmpty() ? index(user).days() : on).forEach(day -> ids.add(new Id(site, day, user))));
        return ids;
    }

    private DeviceOwnership owners(VisitorKey device, Set<Id> identifying) {
        List<DeviceOwnership.Ownership> identifies = new ArrayList<>();
        for (Id id : identifying) {
            for (DeduplicatedEvent kept : home(id, DeviceOwnership.NOBODY).kept()) {
                StoredEvent event = kept.event();
                if (event.device() != null && event.device().is(device) && !event.elsewhere()) {
                    identifies.add(new DeviceOwnership.Ownership(id.visitor(), event.key()));
                }
            }
        }
        return DeviceOwnership.of(identifies);
    }

    private DeviceOwnership owned(VisitorKey visitor) {
        return owners.getOrDefault(visitor, DeviceOwnership.NOBODY);
    }

    /** The owners of the device's events. */
    public DeviceOwnership owners(VisitorKey device) {
        readOwners(Set.of(device));
        return owned(device);
    }

    private Map<LocalDate, List<OwnedVisitorDay>> byDay(Set<Id> homes) {
        Map<LocalDate, List<OwnedVisitorDay>> byDay = new TreeMap<>();
        for (Id id : homes) {
            byDay.computeIfAbsent(id.day(), any -> new ArrayList<>(1)).add(home(id, owned(id.visitor())));
        }
        return byDay;
    }

    private OwnedVisitorDay home(Id id, DeviceOwnership of) {
        VisitorDay day = Objects.requireNonNull(knownDays.get(id));
        return new OwnedVisitorDay(id.visitor(), day, of, lost(id, day));
    }

    private Map<EventHash, StoredEvent.EventSource> lost(Id id, VisitorDay day) {
        if (day.claimed().isEmpty() && day.countedElsewhere().isEmpty()) {
            return Map.of();
        }
        Map<EventHash, StoredEvent.EventSource> lost = new HashMap<>();
        day.countedElsewhere()
                .forEach((event, counting) -> day.kept(event)
                        .filter(kept -> counting.compareTo(kept.copy()) < 0)
                        .ifPresent(kept -> lost.put(event, counting)));
        day.claimed().forEach((event, hash) -> {
            lost.remove(event);
            day.kept(event)
                    .flatMap(kept -> knownIds.getOrDefault(hash, EventIdLedger.NONE)
                            .winnerOver(id.visitor(), id.day(), kept.copy()))
                    .ifPresent(counting -> lost.put(event, counting));
        });
        return lost;
    }

    private void readIndexes(Collection<VisitorKey> visitors) {
        Set<VisitorKey> missing = new LinkedHashSet<>();
        for (VisitorKey visitor : visitors) {
            if (!knownIndexes.containsKey(visitor)) {
                if (visitor.linkable()) {
                    missing.add(visitor);
                } else {
                    knownIndexes.put(visitor, VisitorIndex.EMPTY);
                }
            }
        }
        if (!missing.isEmpty()) {
            indexes.load(site, missing).forEach((visitor, loaded) -> knownIndexes.put(visitor, loaded.index()));
        }
    }

    private void readDays(Collection<Id> ids) {
        List<Id> missing =
                ids.stream().filter(id -> !knownDays.containsKey(id)).distinct().toList();
        if (!missing.isEmpty()) {
            visitorDays.load(missing).forEach((id, loaded) -> keep(id, loaded.day()));
        }
        Set<String> hashes = new TreeSet<>();
        ids.forEach(id -> hashes.addAll(
                Objects.requireNonNull(knownDays.get(id)).claimed().values()));
        hashes.removeAll(knownIds.keySet());
        if (!hashes.isEmpty()) {
            Map<String, EventIdLedger> ledgers = claims.ids(site, hashes);
            knownIds.putAll(exclude.rules().isEmpty() ? ledgers : withoutExcluded(ledgers));
        }
    }

    /** Reads the days that claim these ids, because a claim does not show whether a copy is excluded. */
    private Map<String, EventIdLedger> withoutExcluded(Map<String, EventIdLedger> ledgers) {
        Set<Id> missing = new LinkedHashSet<>();
        ledgers.values().forEach(ledger -> ledger.homes().stream().map(this::id).forEach(missing::add));
        missing.removeAll(knownDays.keySet());
        if (!missing.isEmpty()) {
            visitorDays.load(missing).forEach((id, loaded) -> keep(id, loaded.day()));
        }
        Map<String, EventIdLedger> left = new HashMap<>();
        ledgers.forEach((hash, ledger) -> left.put(
                hash,
                new EventIdLedger(ledger.homes().stream()
                        .filter(home ->
                                !excluded.getOrDefault(id(home), Set.of()).contains(home.copy()))
                        .toList())));
        return left;
    }

    private Id id(EventIdLedger.EventPlace home) {
        return new Id(site, home.day(), home.visitor());
    }

    private void keep(Id id, VisitorDay day) {
        List<StoredEvent> copies = exclude.excluded(id.visitor(), day);
        if (copies.isEmpty()) {
            knownDays.put(id, day);
            return;
        }
        knownDays.put(id, day.without(copies));
        excluded.put(id, copies.stream().map(StoredEvent::copy).collect(Collectors.toSet()));
    }
}
