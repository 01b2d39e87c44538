package dev.cairn.domain.event;

import org.jspecify.annotations.Nullable;

/**
 * The traffic source of a visit: the values of the dimensions of F7, decided by the visit's first event (V1).
 *
 * @param channel name of a {@link Channel}; a string, so that an older version can read what a newer one wrote (R8)
 * @param source {@code utm_source} as sent, else the source that the click id or referrer stands for ({@code google},
 *     or the host of an unknown referrer without {@code www.}); null for a direct visit
 * @param medium {@code utm_medium} as sent, else {@code cpc}, {@code organic}, {@code referral}, {@code email} or
 *     {@code ai-assistant}; null for a direct visit
 * @param campaign {@code utm_campaign} as sent
 * @param term {@code utm_term} as sent
 * @param content {@code utm_content} as sent
 * @param referrerHost host of the referrer, lower case, without {@code www.}; null if there is none, and for own and
 *     payment hosts (V2)
 * @param entryPage path of the first page
 * @param device as in {@link AcceptedEvent.Client#deviceClass()}
 * @param country as in {@link AcceptedEvent.Client#country()}
 */
public record TrafficSource(
        String channel,
        @Nullable String source,
        @Nullable String medium,
        @Nullable String campaign,
        @Nullable String term,
        @Nullable String content,
        @Nullable String referrerHost,
        @Nullable String entryPage,
        @Nullable String device,
        @Nullable String country) {}
