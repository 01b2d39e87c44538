package dev.cairn.domain.target;

import java.util.Locale;

/** The status of a target (N7.6). */
public enum TargetStatus {
    /** Its first day is in the future. */
    NOT_STARTED,

    /** Not all days to compare with are known: the site was not measured then, or they are in the future. */
    NO_COMPARISON,

    /** The figure is reached; for a ceiling: the target is over, and the figure was not exceeded. */
    REACHED,

    /** The target is over, and the figure was not reached; for a ceiling: the figure is exceeded. */
    MISSED,

    /** The site has fewer than 14 complete days, so there is no forecast. */
    LEARNING,

    /** At least 5 % above its path; for a ceiling: more than 5 % below. */
    AHEAD,

    ON_TRACK,

    /** More than 5 % below its path; for a ceiling: at least 5 % above. */
    BEHIND;

    private static final double AHEAD_FROM = 1.05;
    private static final double BEHIND_BELOW = 0.95;

    /** Returns the status of a running target. */
    static TargetStatus ofPace(double pace, boolean ceiling) {
        if (pace >= AHEAD_FROM) {
            return ceiling ? BEHIND : AHEAD;
        }
        if (pace < BEHIND_BELOW) {
            return ceiling ? AHEAD : BEHIND;
        }
        return ON_TRACK;
    }

    /** Returns the name used in the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
