package dev.cairn.domain.event;

import java.util.Locale;

/** Why an accepted event is counted but left out of every statistic (V3). The order is the order of precedence. */
public enum ExclusionReason {
    INTERNAL,
    PREFETCH,
    WEBDRIVER,
    EMPTY_AGENT,
    CRAWLER,
    REFERRER_SPAM,
    /** Only in the archive: what an erasure left of an event, a place in its delivery. */
    ERASED;

    /** The word used in {@code health}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
