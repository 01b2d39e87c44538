package dev.cairn.collect.identity;

import org.jspecify.annotations.Nullable;

/**
 * The person an event speaks for, as sent; lives only in memory.
 *
 * @param analyticsConsent {@code consent.analytics: true} and nothing else
 * @param adsConsent {@code consent.ads: true} without Global Privacy Control (I2)
 * @param address canonical text of the person's address: the peer's for a browser, {@code context.ip} for a server key
 * @param agent at most 512 characters; null when none was given
 */
public record Sender(
        @Nullable String visitor,
        @Nullable String user,
        boolean analyticsConsent,
        boolean adsConsent,
        @Nullable String address,
        @Nullable String agent) {}
