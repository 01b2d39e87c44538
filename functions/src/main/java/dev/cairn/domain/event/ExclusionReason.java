package dev.cairn.domain.event;

import java.util.Locale;

/** Why an accepted event is counted but excluded from all statistics (V3), in order of precedence. */
public enum ExclusionReason {
    INTERNAL,
    PREFETCH,
    WEBDRIVER,
    EMPTY_AGENT,
    CRAWLER,
    REFERRER_SPAM,
    /** An erased event. Occurs only in the archive, where just its position in the delivery remains. */
    ERASED;

    /** Returns the name used in {@code health}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
