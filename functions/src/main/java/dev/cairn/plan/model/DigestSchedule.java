package dev.cairn.plan.model;

/** How often a site's digest is sent. */
public enum DigestSchedule {
    NONE,
    DAILY,
    WEEKLY,
    BOTH;

    public boolean isDaily() {
        return this == DAILY || this == BOTH;
    }

    public boolean isWeekly() {
        return this == WEEKLY || this == BOTH;
    }
}
