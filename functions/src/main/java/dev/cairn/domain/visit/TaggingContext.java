package dev.cairn.domain.visit;

import dev.cairn.domain.event.TrafficSource;
import dev.cairn.domain.event.VisitorKey;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The information from outside a visitor's day that tagging it needs.
 *
 * @param visitor the visitor of the day
 * @param carried time of the visitor's last event before the day and traffic source of its visit, if that visit may
 *     continue past midnight (V1); linkable visitors only
 * @param visitsBefore visits in d-27 … d-1 (G2); linkable visitors only
 * @param averages of the site for that day
 */
public record TaggingContext(VisitorKey visitor, @Nullable Carried carried, int visitsBefore, Averages averages) {

    /** The end of the previous day. */
    public record Carried(long lastAt, TrafficSource touch) {}

    /**
     * The site's averages over d-29 … d-2 (G2); null if fewer than 7 of those days have visits.
     *
     * @param dwellMillis mean engaged milliseconds per visit
     * @param visitFrequency mean visits of the linkable visitors seen
     */
    public record Averages(
            @Nullable BigDecimal dwellMillis, @Nullable BigDecimal visitFrequency) {
        public static final Averages UNKNOWN = new Averages(null, null);
    }
}
