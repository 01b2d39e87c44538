package dev.cairn.collect.identity;

import org.jspecify.annotations.Nullable;

/**
 * The person an event is attributed to, as sent. Kept in memory only.
 *
 * @param analyticsConsent true only for {@code consent.analytics: true}
 * @param adsConsent {@code consent.ads: true} without Global Privacy Control (I2)
 * @param address the person's IP address in canonical form: the peer's for a browser, {@code context.ip} for a server
 *     key
 * @param agent at most 512 characters; null when none was given
 */
public record EndUser(
        @Nullable String visitor,
        @Nullable String user,
        boolean analyticsConsent,
        boolean adsConsent,
        @Nullable String address,
        @Nullable String agent) {}
