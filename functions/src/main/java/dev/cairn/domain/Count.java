package dev.cairn.domain;

import java.util.Locale;

/** What counts as one conversion of a goal (G3). */
public enum Count {
    EVENT,
    VISIT,
    DAY,
    ORDER;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
