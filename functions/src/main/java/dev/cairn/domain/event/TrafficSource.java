package dev.cairn.domain.event;

import org.jspecify.annotations.Nullable;

/**
 * The traffic source of a visit: the values of the dimensions of F7, decided by the visit's first event (V1).
 *
 * @param channel name of a {@link Channel}; a string, so that an older version can read values written by a newer one
 *     (R8)
 * @param campaign as sent; if no source or medium was sent, the source derived from the click id or referrer
 *     ({@code google}, or the host of an unknown referrer without {@code www.}), with the medium {@code cpc},
 *     {@code organic}, {@code referral}, {@code email} or {@code ai-assistant}; both are null for a direct visit
 * @param referrerHost host of the referrer, lower case, without {@code www.}; null if there is none, and for the site's
 *     own hosts and payment hosts (V2)
 * @param entryPage path of the first page
 */
public record TrafficSource(
        String channel,
        Campaign campaign,
        @Nullable String referrerHost,
        @Nullable String entryPage,
        Client client) {

    /** Returns this source with a different entry page. */
    public TrafficSource enteredAt(@Nullable String page) {
        return new TrafficSource(channel, campaign, referrerHost, page, client);
    }
}
