package dev.cairn.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The stored averages that goals of a day compare with (G2); null if too few days were known.
 *
 * @param dwellMillis mean engaged milliseconds per visit
 * @param visitFrequency mean visits of a linkable visitor
 */
public record Averages(
        @Nullable BigDecimal dwellMillis, @Nullable BigDecimal visitFrequency) {
    public static final Averages UNKNOWN = new Averages(null, null);
}
