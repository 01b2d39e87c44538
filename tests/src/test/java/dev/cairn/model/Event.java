package dev.cairn.model;

import dev.cairn.domain.event.Money;
import dev.cairn.domain.goal.Goal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An event that counts, with its data.
 *
 * @param visit null for link level none
 * @param goals those it meets; before {@link Orders} has processed it, including events at which an order does not
 *     count
 * @param values its value by goal, if it has one
 * @param unverified goals that it meets without confirmation by a server key (D2)
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

    /** A dimension's value for its visit (F7). */
    String value(String dimension) {
        return visit == null ? Touch.NOBODY : visit.touch.value(dimension);
    }

    /** The same event, meeting only these goals. */
    Event with(Map<String, Goal> others, Map<String, Money> otherValues, Set<String> otherUnverified) {
        return new Event(copy, person, visit, new TreeMap<>(others), otherValues, otherUnverified);
    }
}
