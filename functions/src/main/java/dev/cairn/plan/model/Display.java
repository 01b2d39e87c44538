package dev.cairn.plan.model;

import java.util.List;
import java.util.Set;

/**
 * How a site's definitions and figures are shown.
 *
 * @param hidden ids of goals that are not shown until the site sets {@code key_pages}; an event sent under such a goal's
 *     own name still meets it
 * @param labels what they are called
 * @param notes on days, in the order of the days
 * @param access who sees the figures without a key
 */
public record Display(Set<String> hidden, Labels labels, List<Note> notes, PublicAccess access) {
    public static final Display PLAIN = new Display(Set.of(), Labels.NONE, List.of(), PublicAccess.CLOSED);
}
