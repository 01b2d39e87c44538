package dev.cairn.domain.person;

import dev.cairn.domain.event.ErasedInterval;
import dev.cairn.domain.event.EventOrderKey;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Determines the owner of a device's events (I3). An event belongs to the user of the device's latest identify at or
 * before it (T4). Events before the first identify belong to the user of the first one. Without any identify, the
 * device itself is the owner. The result depends only on the set of identifies.
 *
 * @param turns in order; each lasts from its identify to the next one, and the first also covers all earlier events
 */
public record DeviceOwnership(List<Ownership> turns) {

    /** No identify is known: the device is its own owner. */
    public static final DeviceOwnership NOBODY = new DeviceOwnership(List.of());

    /** A user who owns the device from this identify on. The first turn begins before all events. */
    public record Ownership(VisitorKey user, EventOrderKey since) {}

    private static final Comparator<Ownership> T4 = Comparator.comparing(Ownership::since)
            .thenComparing(turn -> turn.user().toString());

    /** Returns the ownership of a device that this user has always owned. */
    public static DeviceOwnership only(VisitorKey user) {
        return new DeviceOwnership(List.of(new Ownership(user, EventOrderKey.FIRST)));
    }

    /** @param identifies all identifies of the device, in any order */
    public static DeviceOwnership of(Collection<Ownership> identifies) {
        List<Ownership> turns = new ArrayList<>();
        for (Ownership each : identifies.stream().sorted(T4).toList()) {
            if (turns.isEmpty()) {
                turns.add(new Ownership(each.user(), EventOrderKey.FIRST));
            } else if (!turns.getLast().user().equals(each.user())) {
                turns.add(each);
            }
        }
        return new DeviceOwnership(List.copyOf(turns));
    }

    /** Returns every user who has ever owned the device. */
    public Set<VisitorKey> users() {
        Set<VisitorKey> users = new LinkedHashSet<>();
        turns.forEach(turn -> users.add(turn.user()));
        return users;
    }

    /** Returns the user who owns the event; empty if the device is its own owner. */
    public Optional<VisitorKey> ownerOf(StoredEvent event) {
        return ownerAt(event.key());
    }

    /** Returns the user who owns an event at that position in order T4; empty if the device is its own owner. */
    public Optional<VisitorKey> ownerAt(EventOrderKey event) {
        Ownership owner = null;
        for (Ownership turn : turns) {
            if (owner == null || turn.since().compareTo(event) <= 0) {
                owner = turn;
            }
        }
        return Optional.ofNullable(owner).map(Ownership::user);
    }

    /** Returns the intervals, up to {@code at}, in which the device's events belong to the user. */
    public Set<ErasedInterval> stretches(VisitorKey user, long at) {
        EventOrderKey end = EventOrderKey.after(at);
        Set<ErasedInterval> stretches = new LinkedHashSet<>();
        for (int i = 0; i < turns.size(); i++) {
            EventOrderKey from = turns.get(i).since();
            EventOrderKey next = i + 1 == turns.size() ? end : turns.get(i + 1).since();
            EventOrderKey until = next.compareTo(end) < 0 ? next : end;
            if (turns.get(i).user().equals(user) && from.compareTo(until) < 0) {
                stretches.add(new ErasedInterval(from, until));
            }
        }
        return stretches;
    }
}
