package dev.cairn.domain.event;

import org.jspecify.annotations.Nullable;

/**
 * How a visit came about: the values of the dimensions of F7, decided by its first event (V1).
 *
 * @param channel the word of a {@link Channel}; text, so that an older version reads what a newer one wrote (R8)
 * @param source who sent the visitor: {@code utm_source} as sent, else what the click id or the referrer stands for
 *     ({@code google}, or the host of an unknown one without {@code www.}); null for a direct visit
 * @param medium {@code utm_medium} as sent, else {@code cpc}, {@code organic}, {@code referral}, {@code email} or
 *     {@code ai-assistant}; null for a direct visit
 * @param campaign {@code utm_campaign} as sent
 * @param term {@code utm_term} as sent
 * @param content {@code utm_content} as sent
 * @param referrerHost host of the referrer, lower case, without {@code www.}; null for none and for own and payment
 *     hosts (V2)
 * @param entryPage path of the first page
 * @param device as in {@link AcceptedEvent#device()}
 * @param country as in {@link AcceptedEvent#country()}
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
