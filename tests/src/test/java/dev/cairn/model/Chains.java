package dev.cairn.model;

import dev.cairn.domain.funnel.Funnel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * All chains of one funnel in one person's events (F1): for each step, the events that end a chain of that length, and
 * the latest entry such a chain can have. Of two chains to the same event, only the window distinguishes them, and a
 * later entry allows everything that an earlier one does.
 */
final class Chains {
    static final int NONE = -1;

    private final Funnel funnel;
    private final List<Event> events;
    private final boolean heedsExclusions;
    private final List<List<End>> ends = new ArrayList<>();

    /**
     * The last event of chains.
     *
     * @param event its index
     * @param entry index of the latest entry of these chains
     * @param previous index of the latest event that can stand before it
     */
    record End(int event, int entry, int previous) {}

    /** @param events of one person, in order T4 */
    Chains(Funnel funnel, List<Event> events, Predicate<Event> mayEnter, boolean heedsExclusions) {
        this.funnel = funnel;
        this.events = events;
        this.heedsExclusions = heedsExclusions;
        List<End> entries = new ArrayList<>();
        for (int i : meeting(1)) {
            if (mayEnter.test(events.get(i))) {
                entries.add(new End(i, i, NONE));
            }
        }
        ends.add(entries);
        for (int step = 2; step <= funnel.steps().size(); step++) {
            ends.add(ends(step));
        }
    }

    /** The events that end a chain of this many steps, in order. */
    List<End> ending(int step) {
        return ends.get(step - 1);
    }

    /** The number of steps of the longest chain. */
    int depth() {
        return (int) ends.stream().filter(each -> !each.isEmpty()).count();
    }

    Event event(int index) {
        return events.get(index);
    }

    private List<Integer> meeting(int step) {
        String goal = funnel.steps().get(step - 1);
        List<Integer> meeting = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).goals().containsKey(goal)) {
                meeting.add(i);
            }
        }
        return meeting;
    }

    private List<End> ends(int step) {
        List<End> before = ending(step - 1);
        int latestEntry = before.stream().mapToInt(End::entry).max().orElse(NONE);
        int[] earliest = earliestBefore(step);
        List<End> found = new ArrayList<>();
        int known = 0;
        for (int i : meeting(step)) {
            while (known < before.size() && before.get(known).event < i) {
                known++;
            }
            int entry = NONE;
            int previous = NONE;
            // Searches backwards from the nearest event; once no later entry is possible, no other chain can be better.
            for (int j = known - 1; j >= 0 && entry < Math.min(before.get(j).event, latestEntry); j--) {
                End each = before.get(j);
                if (each.event < earliest[i] || !isWithin(step, each.event, i)) {
                    break;
                }
                previous = previous == NONE ? each.event : previous;
                entry = Math.max(entry, each.entry);
            }
            if (entry != NONE && millis(entry, i) <= funnel.windowMillis()) {
                found.add(new End(i, entry, previous));
            }
        }
        return found;
    }

    private boolean isWithin(int step, int from, int to) {
        Long within = funnel.withinMillis().get(step);
        return within == null || millis(from, to) <= within;
    }

    private long millis(int from, int to) {
        return events.get(to).copy().at() - events.get(from).copy().at();
    }

    /**
     * For each event, the earliest index of an event that may precede it in a chain as the step before {@code step}: no
     * exclusion event may lie between the two, or be the earlier one itself unless the exclusion begins with it.
     */
    private int[] earliestBefore(int step) {
        int[] earliest = new int[events.size()];
        if (!heedsExclusions) {
            return earliest;
        }
        for (Funnel.Exclude exclude : funnel.excludes()) {
            if (exclude.from() <= step - 1 && step <= exclude.to()) {
                int bound = 0;
                for (int i = 0; i < earliest.length; i++) {
                    earliest[i] = Math.max(earliest[i], bound);
                    if (excludes(exclude, events.get(i))) {
                        bound = exclude.from() == step - 1 ? i : i + 1;
                    }
                }
            }
        }
        return earliest;
    }

    static boolean excludes(Funnel.Exclude exclude, Event event) {
        return Matching.matches(exclude.event(), event.copy().name());
    }
}
