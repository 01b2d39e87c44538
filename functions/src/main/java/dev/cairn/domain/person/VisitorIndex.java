package dev.cairn.domain.person;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.Tombstone;
import dev.cairn.domain.event.VisitorKey;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where the facts of a linkable visitor are, and with whom the visitor is connected: sets that only grow. Only an
 * erasure and the end of the retention take something out of them. Adding what is there changes nothing, and the order
 * of adding does not matter.
 *
 * @param days local days with events kept under this visitor
 * @param devices of a user: hashes of the devices that identified it (I3)
 * @param users of a device: the users identified on it, each with the local days of the identifying events
 * @param tombstone what was erased and must not come back
 */
public record VisitorIndex(
        NavigableSet<LocalDate> days,
        Set<String> devices,
        Map<VisitorKey, NavigableSet<LocalDate>> users,
        Tombstone tombstone) {

    public static final VisitorIndex EMPTY =
            new VisitorIndex(Collections.emptyNavigableSet(), Set.of(), Map.of(), Tombstone.NOTHING);

    /** An index with these days only. */
    public static VisitorIndex of(Set<LocalDate> days) {
        return new VisitorIndex(new TreeSet<>(days), Set.of(), Map.of(), Tombstone.NOTHING);
    }

    /** A user's, with the devices that identified it. */
    public static VisitorIndex ofUser(Set<LocalDate> days, Set<String> devices) {
        return new VisitorIndex(new TreeSet<>(days), devices, Map.of(), Tombstone.NOTHING);
    }

    /** A device's, with a user who was identified on it on these days. */
    public static VisitorIndex ofDevice(VisitorKey user, Set<LocalDate> identifiedOn) {
        return new VisitorIndex(
                Collections.emptyNavigableSet(),
                Set.of(),
                Map.of(user, new TreeSet<>(identifiedOn)),
                Tombstone.NOTHING);
    }

    public static VisitorIndex erased(Tombstone tombstone) {
        return new VisitorIndex(Collections.emptyNavigableSet(), Set.of(), Map.of(), tombstone);
    }

    /** Everything that either of the two says. */
    public VisitorIndex and(VisitorIndex more) {
        Map<VisitorKey, NavigableSet<LocalDate>> allUsers = new TreeMap<>(VisitorKey.BY_TEXT);
        allUsers.putAll(users);
        more.users.forEach((user, on) -> allUsers.merge(user, on, VisitorIndex::union));
        return new VisitorIndex(
                union(days, more.days),
                new TreeSet<>(union(devices, more.devices)),
                allUsers,
                tombstone.and(more.tombstone));
    }

    private static NavigableSet<LocalDate> union(NavigableSet<LocalDate> one, NavigableSet<LocalDate> other) {
        NavigableSet<LocalDate> union = new TreeSet<>(one);
        union.addAll(other);
        return union;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> union = new LinkedHashSet<>(one);
        union.addAll(other);
        return union;
    }

    /** Without the days before {@code first}, which are not kept any more. */
    public VisitorIndex from(LocalDate first) {
        if (days.isEmpty() || !days.first().isBefore(first)) {
            return this;
        }
        return new VisitorIndex(new TreeSet<>(days.tailSet(first, true)), devices, users, tombstone);
    }

    /** What is left when its facts were erased. */
    public VisitorIndex withoutFacts() {
        return erased(tombstone);
    }

    /** Whether each of the visitor's days can be understood by itself: there is one, and nothing is to be known beside it. */
    public boolean isAlone() {
        return days.size() <= 1 && devices.isEmpty() && users.isEmpty() && tombstone.isNothing();
    }

    /** The devices of a user, the users of a device. */
    public Set<VisitorKey> connected() {
        Set<VisitorKey> connected = new LinkedHashSet<>(users.keySet());
        devices.forEach(device -> connected.add(new VisitorKey(LinkLevel.DEVICE, device)));
        return connected;
    }

    public boolean isNothing() {
        return days.isEmpty() && devices.isEmpty() && users.isEmpty() && tombstone.isNothing();
    }
}
