package dev.cairn.store;

import dev.cairn.domain.Journey;
import dev.cairn.domain.LinkLevel;
import dev.cairn.domain.PersonDay;
import dev.cairn.domain.PersonDay.Home;
import dev.cairn.domain.VisitorKey;
import dev.cairn.store.VisitorDays.Id;
import dev.cairn.store.VisitorDays.Loaded;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whose the events of a day are: visitor days as the days of persons, with the devices that identified them (I3). */
public final class Persons {
    private final VisitorDays visitorDays;
    private final Journeys journeys;

    public Persons(Items items) {
        this.visitorDays = new VisitorDays(items);
        this.journeys = new Journeys(items);
    }

    /**
     * A person's day.
     *
     * @param day empty for a device whose events are its users'
     * @param journey empty for a visitor who was seen on no other day
     */
    public record Person(PersonDay day, Journey journey) {}

    /** In the visitors' order. */
    public Map<VisitorKey, Person> of(String site, LocalDate day, Map<VisitorKey, Loaded> visitors) {
        Map<VisitorKey, Journey> known = journeys(
                site,
                visitors.entrySet().stream()
                        .filter(each -> each.getValue().returning())
                        .map(Map.Entry::getKey)
                        .toList());
        Map<VisitorKey, List<Home>> devices = devices(site, day, known);
        Map<VisitorKey, Person> persons = new LinkedHashMap<>();
        visitors.forEach((visitor, loaded) -> {
            Journey journey = known.getOrDefault(visitor, Journey.empty());
            List<Home> homes = new ArrayList<>(devices.getOrDefault(visitor, List.of()));
            homes.add(new Home(visitor, loaded.day(), journey.owners()));
            persons.put(visitor, new Person(PersonDay.of(visitor, homes, journey.elsewhere(day)), journey));
        });
        return persons;
    }

    private Map<VisitorKey, Journey> journeys(String site, Collection<VisitorKey> visitors) {
        Map<VisitorKey, Journey> known = new HashMap<>();
        journeys.load(site, visitors).forEach((visitor, loaded) -> known.put(visitor, loaded.journey()));
        return known;
    }

    /** The day of the devices that identified these users, by user. */
    private Map<VisitorKey, List<Home>> devices(String site, LocalDate day, Map<VisitorKey, Journey> known) {
        Map<VisitorKey, List<VisitorKey>> byUser = new HashMap<>();
        Set<VisitorKey> all = new HashSet<>();
        known.forEach((user, journey) -> {
            byUser.put(
                    user,
                    journey.devices().stream()
                            .map(hash -> new VisitorKey(LinkLevel.DEVICE, hash))
                            .toList());
            all.addAll(byUser.get(user));
        });
        Map<VisitorKey, Journey> owned = journeys(site, all);
        Map<Id, Loaded> days = visitorDays.load(
                all.stream().map(device -> new Id(site, day, device)).toList());
        Map<VisitorKey, List<Home>> homes = new HashMap<>();
        byUser.forEach((user, devices) -> homes.put(
                user,
                devices.stream()
                        .map(device -> new Home(
                                device,
                                days.get(new Id(site, day, device)).day(),
                                owned.get(device).owners()))
                        .toList()));
        return homes;
    }
}
