package dev.cairn.domain;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
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
 * @param erased what of it was erased and does not come back
 */
public record Journey(
        NavigableMap<LocalDate, Day> days,
        Owners owners,
        Set<String> devices,
        @Nullable LocalDate identifiedOn,
        Erased erased) {

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

        /** Nothing counts on the day, and nothing of it counts elsewhere. */
        public boolean isNothing() {
            return visits == 0 && carried == null && elsewhere.isEmpty() && events.isEmpty();
        }

        /** Whether other days are tagged differently after this one became {@code other}. */
        public boolean affectsContext(@Nullable Day other) {
            return other == null || visits != other.visits || !java.util.Objects.equals(carried, other.carried);
        }
    }

    /**
     * What does not come back (the tombstone).
     *
     * @param at of a visitor: what happened until then; epoch milliseconds, 0 for nothing
     * @param stretches of a device: what was an erased user's
     */
    public record Erased(long at, Set<Stretch> stretches) {
        public static final Erased NOTHING = new Erased(0, Set.of());

        /** Whether an event kept under this visitor is erased. */
        public boolean has(Stretch.Moment event) {
            return event.at() <= at || stretches.stream().anyMatch(stretch -> stretch.has(event));
        }

        /** Whether everything until then, included, is erased. */
        public boolean hasAllUntil(long time) {
            return time <= at || stretches.stream().anyMatch(stretch -> stretch.hasAllUntil(time));
        }

        public boolean isNothing() {
            return at == 0 && stretches.isEmpty();
        }

        /** The latest moment of anything that is erased. */
        public long last() {
            return stretches.stream().mapToLong(stretch -> stretch.until().at()).reduce(at, Math::max);
        }

        public Erased and(Erased more) {
            Set<Stretch> all = new LinkedHashSet<>(stretches);
            all.addAll(more.stretches);
            return new Erased(Math.max(at, more.at), all);
        }
    }

    public static Journey empty() {
        return new Journey(Collections.emptyNavigableMap(), Owners.NOBODY, Set.of(), null, Erased.NOTHING);
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
        return new Journey(changed, owners, devices, identifiedOn, erased);
    }

    /** Without the days before {@code first}. */
    public Journey from(LocalDate first) {
        return new Journey(new TreeMap<>(days.tailMap(first, true)), owners, devices, identifiedOn, erased);
    }

    /** @param day on which the device was identified; the latest is kept */
    public Journey ownedBy(Owners changed, LocalDate day) {
        LocalDate last = identifiedOn == null || identifiedOn.isBefore(day) ? day : identifiedOn;
        return new Journey(days, changed, devices, last, erased);
    }

    /** The last day this journey says something of; {@code otherwise} when there is none. */
    public LocalDate lastDay(LocalDate otherwise) {
        LocalDate last = days.isEmpty() ? otherwise : days.lastKey();
        return identifiedOn == null || identifiedOn.isBefore(last) ? last : identifiedOn;
    }

    public Journey withDevices(Collection<String> more) {
        Set<String> all = new TreeSet<>(devices);
        all.addAll(more);
        return all.equals(devices) ? this : new Journey(days, owners, all, identifiedOn, erased);
    }

    /** With a tombstone, besides those it has. */
    public Journey without(Erased more) {
        return new Journey(days, owners, devices, identifiedOn, erased.and(more));
    }

    /** What is left of it: some of its days and devices. */
    public Journey only(NavigableMap<LocalDate, Day> left, Set<String> leftDevices) {
        boolean owned = !owners.turns().isEmpty();
        return new Journey(left, owners, leftDevices, owned ? identifiedOn : null, erased);
    }

    /** All events, in order T4. */
    public List<JourneyEvent> events() {
        List<JourneyEvent> events = new ArrayList<>();
        days.values().forEach(day -> events.addAll(day.events()));
        return events;
    }
}
