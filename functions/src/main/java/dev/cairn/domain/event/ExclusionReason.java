package dev.cairn.domain.event;

import java.util.Locale;

/** Why an accepted event is counted but excluded from every statistic (V3). The order is the order of precedence. */
public enum ExclusionReason {
    INTERNAL,
    PREFETCH,
    WEBDRIVER,
    EMPTY_AGENT,
    CRAWLER,
    REFERRER_SPAM,
    /** Occurs only in the archive: an erased event, of which only its position in the delivery remains. */
    ERASED;

    /** Returns the name used in {@code health}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
