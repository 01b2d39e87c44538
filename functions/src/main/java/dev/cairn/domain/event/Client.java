package dev.cairn.domain.event;

import org.jspecify.annotations.Nullable;

/**
 * What the statistics keep of the client that sent an event, for breakdowns (F7). It identifies nobody; address and
 * user agent are not stored.
 *
 * @param deviceClass {@code desktop}, {@code mobile}, {@code tablet}, {@code tv}, or null
 * @param country ISO 3166-1 alpha-2 from a CDN's header, or null
 * @param browser family of browsers ({@code chrome}, {@code safari}, {@code firefox}, {@code edge}, {@code samsung},
 *     {@code other}), for N6; null without a user agent, and for events that earlier versions received
 */
public record Client(
        @Nullable String deviceClass,
        @Nullable String country,
        @Nullable String browser) {
    public static final Client UNKNOWN = new Client(null, null);

    /** A client whose browser is unknown. */
    public Client(@Nullable String deviceClass, @Nullable String country) {
        this(deviceClass, country, null);
    }
}
