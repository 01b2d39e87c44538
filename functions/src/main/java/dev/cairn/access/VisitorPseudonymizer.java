package dev.cairn.access;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.Hmac;
import java.nio.charset.StandardCharsets;

/**
 * Pseudonymizes the visitor and user ids of a site (I1): HMAC-SHA-256 under the site's secret, which is derived from
 * the stack's.
 */
public final class VisitorPseudonymizer {
    private final byte[] siteSecret;

    public VisitorPseudonymizer(String site, byte[] masterSecret) {
        this.siteSecret = Hmac.hmac(masterSecret, ("site:" + site).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the key under which a device's events are stored, from the visitor id as sent. */
    public VisitorKey device(String visitor) {
        return new VisitorKey(LinkLevel.DEVICE, of("device", visitor));
    }

    /** Returns the key under which a user's events are stored, from the user id as sent. */
    public VisitorKey user(String user) {
        return new VisitorKey(LinkLevel.USER, of("user", user));
    }

    /** The same for equal values with the same site and purpose, and meaningless without the site's secret. */
    public String of(String purpose, String value) {
        return Hmac.shortText(Hmac.hmac(siteSecret, Hmac.lengthPrefixed(purpose, value)));
    }
}
