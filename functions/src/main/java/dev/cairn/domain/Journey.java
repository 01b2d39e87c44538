package dev.cairn.domain;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A linkable visitor over days: per day how many visits there were and every event that a funnel looks at. What it
 * says of a day is a function of that day's events and of what it says of other days.
 *
 * @param owners of a device: whose its events are; while they are somebody's, its own days are empty
 * @param devices of a user: hashes of the devices that ever identified them
 * @param identifiedOn of a device: the last day with an identify, null without any
 * @param erasedAt what happened until then was erased and does not come back; epoch milliseconds, 0 for never
 */
public record Journey(
        NavigableMap<LocalDate, Day> days,
        Owners owners,
        Set<String> devices,
        @Nullable LocalDate identifiedOn,
        long erasedAt) {

    /** Visits of this many days, the day itself included, make the visit frequency (G2). */
    public static final int FREQUENCY_DAYS = 28;

    /**
     * One day.
     *
     * @param carried the end of the day, where its last visit may go on over midnight (V1)
     * @param returning the visitor day knows that the journey has other days
     * @param elsewhere ids that are in the day and count on another one (D1), with the content that counts there
     * @param events in order T4
     */
    public record Day(
            int visits,
            DayContext.@Nullable Carried carried,
            boolean returning,
            Map<Long, Long> elsewhere,
            List<JourneyEvent> events) {

        /** Of a day on which nothing is known to have happened. */
        public static final Day EMPTY = new Day(0, null, false, Map.of(), List.of());

        /** Whether other days are tagged differently after this one became {@code other}. */
        public boolean affectsContext(@Nullable Day other) {
            return other == null || visits != other.visits || !java.util.Objects.equals(carried, other.carried);
        }
    }

    public static Journey empty() {
        return new Journey(Collections.emptyNavigableMap(), Owners.NOBODY, Set.of(), null, 0);
    }

    /** Ids that are in that day and count on another one, with the content that counts there. */
    public Map<Long, Long> elsewhere(LocalDate day) {
        Day known = days.get(day);
        return known == null ? Map.of() : known.elsewhere();
    }

    /** Whether a day can be understood by itself, without this journey. */
    public boolean isMoreThanOneDay() {
        return days.size() > 1 || !devices.isEmpty() || !owners.turns().isEmpty();
    }

    /** What tagging {@code day} needs to know of the others. */
    public DayContext context(VisitorKey visitor, LocalDate day, DayContext.Averages averages) {
        Day before = days.get(day.minusDays(1));
        int visitsBefore = days.subMap(day.minusDays(FREQUENCY_DAYS - 1), true, day, false).values().stream()
                .mapToInt(Day::visits)
                .sum();
        return new DayContext(visitor, before == null ? null : before.carried(), visitsBefore, averages);
    }

    public Journey with(LocalDate day, Day content) {
        TreeMap<LocalDate, Day> changed = new TreeMap<>(days);
        changed.put(day, content);
        return new Journey(changed, owners, devices, identifiedOn, erasedAt);
    }

    /** Without the days before {@code first}. */
    public Journey from(LocalDate first) {
        return new Journey(new TreeMap<>(days.tailMap(first, true)), owners, devices, identifiedOn, erasedAt);
    }

    /** @param day on which the device was identified; the latest is kept */
    public Journey ownedBy(Owners changed, LocalDate day) {
        LocalDate last = identifiedOn == null || identifiedOn.isBefore(day) ? day : identifiedOn;
        return new Journey(days, changed, devices, last, erasedAt);
    }

    /** The last day this journey says something of; {@code otherwise} when there is none. */
    public LocalDate lastDay(LocalDate otherwise) {
        LocalDate last = days.isEmpty() ? otherwise : days.lastKey();
        return identifiedOn == null || identifiedOn.isBefore(last) ? last : identifiedOn;
    }

    public Journey withDevices(Collection<String> more) {
        Set<String> all = new TreeSet<>(devices);
        all.addAll(more);
        return all.equals(devices) ? this : new Journey(days, owners, all, identifiedOn, erasedAt);
    }

    /** All events, in order T4. */
    public List<JourneyEvent> events() {
        List<JourneyEvent> events = new ArrayList<>();
        days.values().forEach(day -> events.addAll(day.events()));
        return events;
    }
}
