package dev.cairn.local.reconcile;

import dev.cairn.domain.event.Money;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An order that Cairn counts, or that was fully refunded.
 *
 * @param hash of the order id; null if the event had none
 * @param amount after refunds; null if the order has no amount
 * @param channel null if the order belongs to no visit
 */
public record CountedOrder(
        @Nullable String hash,
        LocalDate day,
        @Nullable Money amount,
        @Nullable String channel,
        boolean refunded) {}
