package dev.cairn.domain.target;

import java.util.Locale;

/** How a target stands (N7.6). */
public enum TargetStatus {
    /** Its first day is still to come. */
    NOT_STARTED,

    /** The days to compare with are not all known: the site was not measured then, or they are still to come. */
    NO_COMPARISON,

    /** The figure is there; of a ceiling: the target is over, and the figure was not passed. */
    REACHED,

    /** The target is over, and the figure is not there; of a ceiling: the figure is passed. */
    MISSED,

    /** The site has fewer than 14 complete days: nothing is forecast. */
    LEARNING,

    /** 5 % or more above its path; of a ceiling: below. */
    AHEAD,

    ON_TRACK,

    /** More than 5 % below its path; of a ceiling: above. */
    BEHIND;

    private static final double AHEAD_FROM = 1.05;
    private static final double BEHIND_BELOW = 0.95;

    /** The status of a target that runs. */
    static TargetStatus ofPace(double pace, boolean ceiling) {
        if (pace >= AHEAD_FROM) {
            return ceiling ? BEHIND : AHEAD;
        }
        if (pace < BEHIND_BELOW) {
            return ceiling ? AHEAD : BEHIND;
        }
        return ON_TRACK;
    }

    /** The word of the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
