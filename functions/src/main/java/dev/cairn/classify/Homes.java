package dev.cairn.classify;

import dev.cairn.domain.Journey;
import dev.cairn.domain.LinkLevel;
import dev.cairn.domain.Owners;
import dev.cairn.domain.PersonDay;
import dev.cairn.domain.PersonDay.Home;
import dev.cairn.domain.VisitorKey;
import dev.cairn.plan.Site;
import dev.cairn.store.Journeys;
import dev.cairn.store.VisitorDays;
import dev.cairn.store.VisitorDays.Id;
import dev.cairn.store.VisitorDays.Loaded;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The visitor days that may hold something of a person's: the person's own and those of the devices that identified
 * them (I3). Read once each, after the journey of the person.
 */
final class Homes {
    private final Site site;
    private final VisitorDays visitorDays;
    private final VisitorKey person;
    private final Journey journey;
    private final Map<VisitorKey, Journey> devices = new LinkedHashMap<>();
    private final Map<LocalDate, List<Home>> loaded = new HashMap<>();

    /** @param journey of the person, with all devices that are to be looked at */
    Homes(Site site, VisitorKey person, Journey journey, VisitorDays visitorDays, Journeys journeys) {
        this.site = site;
        this.visitorDays = visitorDays;
        this.person = person;
        this.journey = journey;
        if (!journey.devices().isEmpty()) {
            List<VisitorKey> keys = journey.devices().stream()
                    .map(hash -> new VisitorKey(LinkLevel.DEVICE, hash))
                    .toList();
            journeys.load(site.id(), keys).forEach((key, found) -> devices.put(key, found.journey()));
        }
    }

    /** All visitor days of a day. */
    List<Home> on(LocalDate day) {
        load(Set.of(day));
        return loaded.get(day);
    }

    /** Reads the days' visitor days at once. */
    void load(Collection<LocalDate> days) {
        List<LocalDate> missing =
                days.stream().filter(day -> !loaded.containsKey(day)).toList();
        if (!missing.isEmpty()) {
            List<Id> ids = new ArrayList<>();
            missing.forEach(day -> ids.addAll(ids(day)));
            add(missing, visitorDays.load(ids));
        }
    }

    /** Takes visitor days of the person's that are read already, and reads the devices' of these days. */
    void take(Map<Id, Loaded> known) {
        Map<Id, Loaded> all = new HashMap<>(known);
        List<Id> missing = new ArrayList<>();
        List<LocalDate> days = known.keySet().stream().map(Id::day).toList();
        for (LocalDate day : days) {
            ids(day).stream().filter(id -> !known.containsKey(id)).forEach(missing::add);
        }
        if (!missing.isEmpty()) {
            all.putAll(visitorDays.load(missing));
        }
        add(days, all);
    }

    private void add(Collection<LocalDate> days, Map<Id, Loaded> found) {
        for (LocalDate day : days) {
            loaded.put(
                    day,
                    ids(day).stream()
                            .map(id -> new Home(id.visitor(), found.get(id).day(), owners(id.visitor())))
                            .toList());
        }
    }

    private List<Id> ids(LocalDate day) {
        List<Id> ids = new ArrayList<>();
        ids.add(new Id(site.id(), day, person));
        devices.keySet().forEach(device -> ids.add(new Id(site.id(), day, device)));
        return ids;
    }

    private Owners owners(VisitorKey visitor) {
        return visitor.equals(person)
                ? journey.owners()
                : devices.getOrDefault(visitor, Journey.empty()).owners();
    }

    /** The days, beside those read already, whose visitor days hold one of the events; they are read now. */
    Set<LocalDate> holding(Set<Long> events) {
        Set<LocalDate> others = new TreeSet<>(journey.days().keySet());
        devices.values().forEach(device -> others.addAll(device.days().keySet()));
        others.removeAll(loaded.keySet());
        List<Id> ids = new ArrayList<>();
        others.forEach(day -> ids.addAll(ids(day)));
        if (ids.isEmpty()) {
            return Set.of();
        }
        Set<LocalDate> holding = new TreeSet<>();
        visitorDays.holding(ids, events).keySet().forEach(id -> holding.add(id.day()));
        load(holding);
        return holding;
    }

    /** The person's day, without and with what counts on other days. */
    PersonDay person(LocalDate day, Map<Long, Long> elsewhere) {
        return PersonDay.of(person, on(day), elsewhere);
    }

    /** Ids that are kept anywhere on the day, whoever's they are. */
    Set<Long> ids(LocalDate day, java.util.function.BiPredicate<LocalDate, Long> wanted) {
        Set<Long> ids = new TreeSet<>();
        for (Home home : on(day)) {
            home.day().kept().forEach(kept -> {
                if (wanted.test(day, kept.event().idHash())) {
                    ids.add(kept.event().idHash());
                }
            });
        }
        return ids;
    }
}
