package dev.cairn.access;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.Hmac;
import java.nio.charset.StandardCharsets;

/**
 * What a site's visitors and users are called once their ids were read (I1): HMAC-SHA-256 under the site's secret, which
 * is derived from the stack's.
 */
public final class VisitorPseudonymizer {
    private final byte[] siteSecret;

    public VisitorPseudonymizer(String site, byte[] masterSecret) {
        this.siteSecret = Hmac.hmac(masterSecret, ("site:" + site).getBytes(StandardCharsets.UTF_8));
    }

    /** Under whom the events of a device are kept, by the visitor id as sent. */
    public VisitorKey device(String visitor) {
        return new VisitorKey(LinkLevel.DEVICE, of("device", visitor));
    }

    /** Under whom a user's events are kept, by the user id as sent. */
    public VisitorKey user(String user) {
        return new VisitorKey(LinkLevel.USER, of("user", user));
    }

    /** Equal for equal values of one site and purpose, and of no use without the site's secret. */
    public String of(String purpose, String value) {
        return Hmac.shortText(Hmac.hmac(siteSecret, Hmac.lengthPrefixed(purpose, value)));
    }
}
