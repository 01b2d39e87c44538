package dev.cairn.collect;

import dev.cairn.access.Pseudonyms;
import dev.cairn.domain.LinkLevel;
import dev.cairn.domain.VisitorKey;
import dev.cairn.plan.Site;
import dev.cairn.store.Digests;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who an event belongs to (I0, I1). With consent the user, else the device, both as HMAC-SHA-256 under the site's
 * secret; otherwise whoever has this address and agent on this day; without an address nobody.
 */
final class Identity {

    /** Who, and on which device when that is known besides the user (I3). */
    record Who(VisitorKey visitor, @Nullable String device) {
        static final Who NOBODY = new Who(VisitorKey.NOBODY, null);
    }

    private final Site site;
    private final Pseudonyms pseudonyms;
    private final Salts.Source salts;

    Identity(Site site, byte[] masterSecret, Salts.Source salts) {
        this.site = site;
        this.pseudonyms = new Pseudonyms(site.id(), masterSecret);
        this.salts = salts;
    }

    Who of(Speaker speaker, long at) {
        if (speaker.analyticsConsent()) {
            VisitorKey device = speaker.visitor() == null ? null : pseudonyms.device(speaker.visitor());
            if (speaker.user() != null) {
                return new Who(pseudonyms.user(speaker.user()), device == null ? null : device.hash());
            }
            if (device != null) {
                return new Who(device, null);
            }
        }
        return speaker.address() == null ? Who.NOBODY : daily(speaker.address(), speaker.agent(), at);
    }

    /** Equal for equal values of one site and purpose, and of no use without the site's secret. */
    String pseudonym(String purpose, String value) {
        return pseudonyms.of(purpose, value);
    }

    private Who daily(String address, @Nullable String agent, long at) {
        byte[] message = Digests.lengthPrefixed(site.id(), address, Objects.requireNonNullElse(agent, ""));
        return salts.saltOf(site, at)
                .map(salt -> new VisitorKey(LinkLevel.DAILY, Digests.shortText(Digests.hmac(salt, message))))
                .map(visitor -> new Who(visitor, null))
                .orElse(Who.NOBODY);
    }
}
