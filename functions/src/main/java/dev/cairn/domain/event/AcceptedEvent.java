package dev.cairn.domain.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event as the collector accepted it: validated, timed (T1), scrubbed (I5), without IP address or user agent.
 *
 * @param props scalars only: {@code String}, {@code BigDecimal} or {@code Boolean}
 * @param exclusion why the event is excluded from the statistics; null if it is not (V3)
 */
public record AcceptedEvent(
        Identity identity,
        String name,
        Time time,
        Page page,
        Map<String, Object> props,
        Transaction transaction,
        Client client,
        @Nullable ExclusionReason exclusion) {

    /**
     * Distinguishes the event from others, and repeats from conflicts (D1).
     *
     * @param id chosen by the sender, 1 to 64 of {@code [A-Za-z0-9_-]}
     * @param content hash of the content as sent
     */
    public record Identity(String id, ContentHash content) {}

    /**
     * When the event occurred.
     *
     * @param at event time after T1, epoch milliseconds
     * @param seq the sender's sequence number; 0 if absent (T4)
     * @param adjusted whether the time was corrected or clamped; such an event claims (site, id) (D1)
     */
    public record Time(long at, long seq, boolean adjusted) {}

    /**
     * The page on which the event occurred.
     *
     * @param url scrubbed page URL; null if none was sent
     * @param referrer scrubbed referrer; null if none was sent
     * @param clickSource name of the click id parameter in the URL as sent ({@code gclid}, ...), never its value; null
     *     if there was none
     */
    public record Page(
            @Nullable String url,
            @Nullable String referrer,
            @Nullable String clickSource) {
        public static final Page NONE = new Page(null, null, null);
    }

    /**
     * The event's part in a sale.
     *
     * @param value amount; null if none was sent
     * @param orderId order id as sent; null if none was sent
     * @param refund whether it is a refund: {@code type: refund}, sent with a server key (D3)
     */
    public record Transaction(
            @Nullable Money value, @Nullable String orderId, boolean refund) {
        public static final Transaction NONE = new Transaction(null, null, false);
    }

    /** Returns the id chosen by the sender. */
    public String id() {
        return identity.id();
    }

    /** Returns the event time, epoch milliseconds. */
    public long at() {
        return time.at();
    }
}
