package dev.cairn.model;

import dev.cairn.domain.event.Money;
import dev.cairn.domain.goal.Goal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An event that counts, with what it says.
 *
 * @param visit null for link level none
 * @param goals those it meets; before {@link Orders} has looked at it, an order's losers are among them
 * @param values what it is worth under a goal, where that is anything
 * @param unverified goals that it meets and that no server key confirms (D2)
 */
record Event(
        Copy copy,
        String person,
        @Nullable Visit visit,
        Map<String, Goal> goals,
        Map<String, Money> values,
        Set<String> unverified) {

    LocalDate day() {
        return copy.day();
    }

    boolean linkable() {
        return copy.link().linkable();
    }

    /** A dimension's value at its visit (F7). */
    String value(String dimension) {
        return visit == null ? Touch.NOBODY : visit.touch.value(dimension);
    }

    /** The same, meeting only these goals. */
    Event with(Map<String, Goal> others, Map<String, Money> otherValues, Set<String> otherUnverified) {
        return new Event(copy, person, visit, new TreeMap<>(others), otherValues, otherUnverified);
    }
}
