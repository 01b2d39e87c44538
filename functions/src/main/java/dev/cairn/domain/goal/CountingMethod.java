package dev.cairn.domain.goal;

import java.util.Locale;

/** What counts as one conversion of a goal (G3). */
public enum CountingMethod {
    EVENT,
    VISIT,
    DAY,
    ORDER;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
