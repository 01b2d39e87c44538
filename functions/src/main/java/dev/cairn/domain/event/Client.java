package dev.cairn.domain.event;

import org.jspecify.annotations.Nullable;

/**
 * The properties of the sending client that statistics are broken down by (F7). They do not identify anyone; IP address
 * and user agent are not stored.
 *
 * @param deviceClass {@code desktop}, {@code mobile}, {@code tablet}, {@code tv}, or null
 * @param country ISO 3166-1 alpha-2 from a CDN's header, or null
 * @param browser browser family ({@code chrome}, {@code safari}, {@code firefox}, {@code edge}, {@code samsung},
 *     {@code other}), for N6; null without a user agent, and for events received by earlier versions
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
