package dev.cairn.store.audience;

import dev.cairn.domain.event.ClickId;
import dev.cairn.domain.event.Money;
import dev.cairn.domain.order.OrderDeduplicator.Adjustment;
import dev.cairn.store.ItemStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry in the list of conversions for ad platforms that is kept for each bucket of a day (N9.1): either a
 * conversion with a click, or the number of a goal's conversions that were left out, with the reason.
 *
 * @param conversion null for a number of conversions left out
 * @param leftOut null for a conversion
 */
public record AdConversionEntry(
        String goal,
        @Nullable AdConversion conversion,
        @Nullable LeftOut leftOut) {

    /**
     * A conversion with consent to ads, by a visitor with a click.
     *
     * @param member the visitor, in text form
     * @param orderId does not change when the conversion is counted again
     * @param at epoch milliseconds
     * @param value null when it has none
     * @param clickAt epoch milliseconds
     * @param counts false if the order was refunded and is therefore no longer a conversion
     * @param adjustments due to refunds, oldest first
     */
    public record AdConversion(
            String member,
            String orderId,
            long at,
            @Nullable Money value,
            ClickId click,
            long clickAt,
            boolean counts,
            List<Adjustment> adjustments) {

        /** Omits the click's value, which must not be logged. */
        @Override
        public String toString() {
            return orderId;
        }
    }

    /** @param reason {@code no_consent}, {@code no_click} or {@code too_old} */
    public record LeftOut(String reason, long conversions) {}

    public static BucketLists<AdConversionEntry> lists(ItemStore items) {
        return new BucketLists<>(items, "ads", AdConversionEntry.class);
    }
}
