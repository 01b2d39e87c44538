package dev.cairn.domain;

import java.util.Locale;

/** What a micro conversion is: a step on the straight road to a macro, or a sign of interest beside it. */
public enum Kind {
    MILESTONE,
    SECONDARY;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
