package dev.cairn.domain.goal;

import java.util.Locale;

/** The kind of a micro conversion: a step on the direct path to a macro, or another indication of interest. */
public enum MicroKind {
    MILESTONE,
    SECONDARY;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
