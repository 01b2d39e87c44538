package dev.cairn.store.audience;

import dev.cairn.domain.event.ClickId;
import dev.cairn.domain.event.Money;
import dev.cairn.domain.order.OrderDeduplicator.Adjustment;
import dev.cairn.store.ItemStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the list of conversions for ad platforms, beside each bucket of a day (N9.1): a conversion with a click,
 * or how many conversions of a goal have no such entry and why.
 *
 * @param conversion null for a number
 * @param leftOut null for a conversion
 */
public record AdConversionEntry(
        String goal,
        @Nullable AdConversion conversion,
        @Nullable LeftOut leftOut) {

    /**
     * A conversion that came with consent to ads, of a visitor with a click.
     *
     * @param member the visitor, in text form
     * @param orderId the same for the same conversion, whenever it is counted
     * @param at epoch milliseconds
     * @param value null when it has none
     * @param clickAt epoch milliseconds
     * @param counts false if the order was refunded, so that it is not a conversion any more
     * @param adjustments by refunds, in order of time
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

        /** Without the value of the click, which must not get into a log line. */
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
