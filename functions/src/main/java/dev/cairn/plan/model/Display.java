package dev.cairn.plan.model;

import java.util.List;
import java.util.Set;

/**
 * How a site's definitions and figures are shown.
 *
 * @param hidden ids of goals that are not shown until the site sets {@code key_pages}; an event with the name of such a
 *     goal still meets it
 * @param labels their labels
 * @param notes notes on days, in chronological order
 * @param access whether the figures are visible without a key
 */
public record Display(Set<String> hidden, Labels labels, List<Note> notes, PublicAccess access) {
    public static final Display PLAIN = new Display(Set.of(), Labels.NONE, List.of(), PublicAccess.CLOSED);
}
