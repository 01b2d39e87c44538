package dev.cairn.domain.visit;

import dev.cairn.domain.event.TrafficSource;
import dev.cairn.domain.event.VisitorKey;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The data from outside a visitor's day that is needed to tag it.
 *
 * @param visitor the visitor of the day
 * @param carried time of the visitor's last event before the day and traffic source of its visit, if that visit may
 *     continue past midnight (V1); only for linkable visitors
 * @param visitsBefore number of visits in d-27 … d-1 (G2); only for linkable visitors
 * @param averages the site's averages for that day
 */
public record TaggingContext(VisitorKey visitor, @Nullable Carried carried, int visitsBefore, Averages averages) {

    /** The end of the previous day. */
    public record Carried(long lastAt, TrafficSource touch) {}

    /**
     * The site's averages over d-29 … d-2 (G2); null if fewer than 7 of those days have visits.
     *
     * @param dwellMillis mean engaged milliseconds per visit
     * @param visitFrequency mean number of visits per linkable visitor
     */
    public record Averages(
            @Nullable BigDecimal dwellMillis, @Nullable BigDecimal visitFrequency) {
        public static final Averages UNKNOWN = new Averages(null, null);
    }
}
