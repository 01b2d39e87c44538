package dev.cairn.domain.person;

import dev.cairn.domain.event.DeviceHash;
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
 * Lists the days on which a linkable visitor's facts are stored and the visitors it is connected with. The sets only
 * grow, except that an erasure and the end of the retention period remove entries. Adding is idempotent and independent
 * of order.
 *
 * @param days local days with events stored under this visitor
 * @param devices for a user: the devices on which the user was identified (I3)
 * @param users for a device: the users identified on it, each with the local days of the identifying events
 * @param tombstone what was erased and must not be stored again
 */
public record VisitorIndex(
        NavigableSet<LocalDate> days,
        Set<DeviceHash> devices,
        Map<VisitorKey, NavigableSet<LocalDate>> users,
        Tombstone tombstone) {

    public static final VisitorIndex EMPTY =
            new VisitorIndex(Collections.emptyNavigableSet(), Set.of(), Map.of(), Tombstone.NOTHING);

    /** Creates an index with only these days. */
    public static VisitorIndex of(Set<LocalDate> days) {
        return new VisitorIndex(new TreeSet<>(days), Set.of(), Map.of(), Tombstone.NOTHING);
    }

    /** Creates the index of a user, with the devices on which the user was identified. */
    public static VisitorIndex ofUser(Set<LocalDate> days, Set<DeviceHash> devices) {
        return new VisitorIndex(new TreeSet<>(days), devices, Map.of(), Tombstone.NOTHING);
    }

    /** Creates the index of a device on which a user was identified on the given days. */
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

    /** Returns the union of both indexes. */
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

    private static Set<DeviceHash> union(Set<DeviceHash> one, Set<DeviceHash> other) {
        Set<DeviceHash> union = new LinkedHashSet<>(one);
        union.addAll(other);
        return union;
    }

    /** Returns this index without the days before {@code first}, which have expired. */
    public VisitorIndex from(LocalDate first) {
        if (days.isEmpty() || !days.first().isBefore(first)) {
            return this;
        }
        return new VisitorIndex(new TreeSet<>(days.tailSet(first, true)), devices, users, tombstone);
    }

    /** Returns what remains after the visitor's facts were erased: the tombstone. */
    public VisitorIndex withoutFacts() {
        return erased(tombstone);
    }

    /**
     * Whether the visitor's day can be evaluated on its own: the index has at most one day, no connected visitor and no
     * tombstone.
     */
    public boolean isAlone() {
        return days.size() <= 1 && devices.isEmpty() && users.isEmpty() && tombstone.isNothing();
    }

    /** Returns the devices of a user, or the users of a device. */
    public Set<VisitorKey> connected() {
        Set<VisitorKey> connected = new LinkedHashSet<>(users.keySet());
        devices.forEach(device -> connected.add(device.visitor()));
        return connected;
    }

    public boolean isNothing() {
        return days.isEmpty() && devices.isEmpty() && users.isEmpty() && tombstone.isNothing();
    }
}
