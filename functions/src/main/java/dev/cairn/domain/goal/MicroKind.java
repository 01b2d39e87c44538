package dev.cairn.domain.goal;

import java.util.Locale;

/** What a micro conversion is: a step on the straight road to a macro, or a sign of interest beside it. */
public enum MicroKind {
    MILESTONE,
    SECONDARY;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
