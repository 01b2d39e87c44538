package dev.cairn.domain;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A linkable visitor over days: per day how many visits there were and every event that a funnel looks at. What it
 * says of a day is a function of that day's events and of what it says of other days.
 */
public record Journey(NavigableMap<LocalDate, Day> days) {

    /** Visits of this many days, the day itself included, make the visit frequency (G2). */
    public static final int FREQUENCY_DAYS = 28;

    /**
     * One day.
     *
     * @param carried the end of the day, where its last visit may go on over midnight (V1)
     * @param returning the visitor day knows that the journey has other days
     * @param events in order T4
     */
    public record Day(int visits, DayContext.@Nullable Carried carried, boolean returning, List<JourneyEvent> events) {

        /** Whether other days are tagged differently after this one became {@code other}. */
        public boolean affectsContext(@Nullable Day other) {
            return other == null || visits != other.visits || !java.util.Objects.equals(carried, other.carried);
        }
    }

    public static Journey empty() {
        return new Journey(Collections.emptyNavigableMap());
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
        return new Journey(changed);
    }

    /** Without the days before {@code first}. */
    public Journey from(LocalDate first) {
        return new Journey(new TreeMap<>(days.tailMap(first, true)));
    }

    /** All events, in order T4. */
    public List<JourneyEvent> events() {
        List<JourneyEvent> events = new ArrayList<>();
        days.values().forEach(day -> events.addAll(day.events()));
        return events;
    }
}
