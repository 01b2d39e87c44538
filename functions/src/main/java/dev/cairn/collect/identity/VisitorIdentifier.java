package dev.cairn.collect.identity;

import dev.cairn.access.IdentitySecret;
import dev.cairn.access.VisitorPseudonymizer;
import dev.cairn.domain.event.DeviceHash;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.plan.model.Site;
import dev.cairn.store.Hmac;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Determines the visitor an event belongs to (I0, I1). With consent, it is the user or else the device, each as an
 * HMAC-SHA-256 under the site's secret. Without consent, it is the daily visitor: the same address and user agent on
 * the same day. Without an address, there is no visitor.
 */
public final class VisitorIdentifier {

    /**
     * The visitor, and the device if it is known in addition to the user (I3).
     *
     * @param deviceMadeAt when the device's id was created, by the device's clock, in epoch milliseconds; null if the
     *     id does not contain it
     */
    public record VisitorIdentity(
            VisitorKey visitor,
            @Nullable DeviceHash device,
            @Nullable Long deviceMadeAt) {
        public static final VisitorIdentity NOBODY = new VisitorIdentity(VisitorKey.NOBODY, null, null);
    }

    /** {@code 1740268798-lvfV1k5nHCN8}: a device id that begins with the epoch second of its creation. */
    private static final Pattern TELLS_WHEN = Pattern.compile("([0-9]{10})-.+");

    private final Site site;
    private final IdentitySecret secret;
    private final VisitorPseudonymizer pseudonyms;
    private final DailySalts.Source salts;

    public VisitorIdentifier(Site site, byte[] masterSecret, DailySalts.Source salts) {
        this.site = site;
        this.secret = new IdentitySecret(site.id(), masterSecret);
        this.pseudonyms = new VisitorPseudonymizer(site.id(), masterSecret);
        this.salts = salts;
    }

    public VisitorIdentity of(EndUser endUser, long at) {
        if (endUser.analyticsConsent()) {
            VisitorKey device = endUser.visitor() == null ? null : pseudonyms.device(endUser.visitor());
            if (endUser.user() != null) {
                return new VisitorIdentity(
                        pseudonyms.user(endUser.user()),
                        device == null ? null : new DeviceHash(device.hash()),
                        madeAt(endUser.visitor()));
            }
            if (device != null) {
                return new VisitorIdentity(device, null, madeAt(endUser.visitor()));
            }
        }
        return endUser.address() == null ? VisitorIdentity.NOBODY : daily(endUser.address(), endUser.agent(), at);
    }

    /** Whether the signature of a user id is valid under the site's identity secret. */
    public boolean isSigned(String user, @Nullable String signature) {
        return signature != null && secret.isSignature(signature, user);
    }

    private static @Nullable Long madeAt(@Nullable String device) {
        Matcher tells = TELLS_WHEN.matcher(Objects.requireNonNullElse(device, ""));
        return tells.matches() ? Long.parseLong(tells.group(1)) * 1_000 : null;
    }

    /** The same for equal values with the same site and purpose, and meaningless without the site's secret. */
    public String pseudonym(String purpose, String value) {
        return pseudonyms.of(purpose, value);
    }

    private VisitorIdentity daily(String address, @Nullable String agent, long at) {
        byte[] message = Hmac.lengthPrefixed(site.id(), address, Objects.requireNonNullElse(agent, ""));
        return salts.saltOf(site, at)
                .map(salt -> new VisitorKey(LinkLevel.DAILY, Hmac.shortText(Hmac.hmac(salt, message))))
                .map(visitor -> new VisitorIdentity(visitor, null, null))
                .orElse(VisitorIdentity.NOBODY);
    }
}
