package dev.cairn.domain.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event as the collector accepted it: validated, timed (T1), scrubbed (I5), without IP address or user agent.
 *
 * @param id id chosen by the sender, 1 to 64 of {@code [A-Za-z0-9_-]}
 * @param at event time after T1, epoch milliseconds
 * @param seq the sender's sequence number, 0 when absent (T4)
 * @param adjusted whether the time was corrected or clamped; such an event claims (site, id) (D1)
 * @param url scrubbed page URL, null when none was sent
 * @param referrer scrubbed referrer, null when none was sent
 * @param props scalars only: {@code String}, {@code BigDecimal} or {@code Boolean}
 * @param value amount, null when none was sent
 * @param orderId as sent
 * @param refund {@code type: refund}, sent with a server key (D3)
 * @param content first 8 bytes of SHA-256 over the content as sent (D1); distinguishes a repeat from a conflict
 * @param exclusion why the event is excluded from the statistics, null when it is not (V3)
 * @param device {@code desktop}, {@code mobile}, {@code tablet}, {@code tv}, or null
 * @param country ISO 3166-1 alpha-2 from a CDN's header, or null
 * @param clickSource name of the click id parameter in the page URL ({@code gclid}, ...), never its value; null when
 *     there was none
 */
public record AcceptedEvent(
        String id,
        String name,
        long at,
        long seq,
        boolean adjusted,
        @Nullable String url,
        @Nullable String referrer,
        Map<String, Object> props,
        @Nullable Money value,
        @Nullable String orderId,
        boolean refund,
        long content,
        @Nullable ExclusionReason exclusion,
        @Nullable String device,
        @Nullable String country,
        @Nullable String clickSource) {}
