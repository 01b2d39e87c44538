package dev.cairn.domain.event;

import org.jspecify.annotations.Nullable;

/**
 * The traffic source of a visit: the values of the dimensions of F7, decided by the visit's first event (V1).
 *
 * @param channel name of a {@link Channel}; a string, so that an older version can read what a newer one wrote (R8)
 * @param campaign as sent; where no source or medium was sent, the source that the click id or referrer stands for
 *     ({@code google}, or the host of an unknown referrer without {@code www.}), with the medium {@code cpc},
 *     {@code organic}, {@code referral}, {@code email} or {@code ai-assistant}; both are null for a direct visit
 * @param referrerHost host of the referrer, lower case, without {@code www.}; null if there is none, and for own and
 *     payment hosts (V2)
 * @param entryPage path of the first page
 */
public record TrafficSource(
        String channel,
        Campaign campaign,
        @Nullable String referrerHost,
        @Nullable String entryPage,
        Client client) {

    /** Returns this source with another entry page. */
    public TrafficSource enteredAt(@Nullable String page) {
        return new TrafficSource(channel, campaign, referrerHost, page, client);
    }
}
