package dev.cairn.domain.anomaly;

import java.util.Locale;

/** A change of a series' state (N6.7); each is told once. */
public enum Change {
    /** From ok to alarm. */
    STARTED,
    /** The rate is usual again. */
    RECOVERED,
    /** The unusual has lasted for so long that it is now the usual. */
    ACCEPTED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
