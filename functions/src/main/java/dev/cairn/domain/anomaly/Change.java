package dev.cairn.domain.anomaly;

import java.util.Locale;

/** A change of a series' state (N6.7). Each change is reported once. */
public enum Change {
    /** From ok to alarm. */
    STARTED,
    /** The rate is usual again. */
    RECOVERED,
    /** The unusual rate has lasted so long that it is now the usual one. */
    ACCEPTED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
