package dev.cairn.local.reconcile;

import dev.cairn.domain.event.Money;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An order that Cairn counts, or that was refunded wholly.
 *
 * @param hash of the order id; null when the event had none
 * @param amount after refunds; null when it has none
 * @param channel null when the order came without a visit
 */
public record CountedOrder(
        @Nullable String hash,
        LocalDate day,
        @Nullable Money amount,
        @Nullable String channel,
        boolean refunded) {}
