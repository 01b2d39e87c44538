package dev.cairn.collect;

import dev.cairn.access.Pseudonyms;
import dev.cairn.domain.LinkLevel;
import dev.cairn.domain.VisitorKey;
import dev.cairn.plan.Site;
import dev.cairn.store.Digests;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who an event belongs to (I0, I1). With consent the user, else the device, both as HMAC-SHA-256 under the site's
 * secret; otherwise whoever has this address and agent on this day; without an address nobody.
 */
final class Identity {

    /**
     * Who, and on which device when that is known besides the user (I3).
     *
     * @param deviceMadeAt when the device's id was made, epoch milliseconds; null where the id does not tell
     */
    record Who(
            VisitorKey visitor,
            @Nullable String device,
            @Nullable Long deviceMadeAt) {
        static final Who NOBODY = new Who(VisitorKey.NOBODY, null, null);
    }

    /** {@code 1740268798-lvfV1k5nHCN8}: a device's id that begins with the second in which it was made. */
    private static final Pattern TELLS_WHEN = Pattern.compile("([0-9]{10})-.+");

    /** An id that was made later than that does not tell the truth. */
    private static final Duration MOST_AHEAD = Duration.ofDays(1);

    private final Site site;
    private final long receivedAt;
    private final Pseudonyms pseudonyms;
    private final Salts.Source salts;

    Identity(Site site, long receivedAt, byte[] masterSecret, Salts.Source salts) {
        this.site = site;
        this.receivedAt = receivedAt;
        this.pseudonyms = new Pseudonyms(site.id(), masterSecret);
        this.salts = salts;
    }

    Who of(Speaker speaker, long at) {
        if (speaker.analyticsConsent()) {
            VisitorKey device = speaker.visitor() == null ? null : pseudonyms.device(speaker.visitor());
            if (speaker.user() != null) {
                return new Who(
                        pseudonyms.user(speaker.user()),
                        device == null ? null : device.hash(),
                        madeAt(speaker.visitor()));
            }
            if (device != null) {
                return new Who(device, null, madeAt(speaker.visitor()));
            }
        }
        return speaker.address() == null ? Who.NOBODY : daily(speaker.address(), speaker.agent(), at);
    }

    private @Nullable Long madeAt(@Nullable String device) {
        Matcher tells = TELLS_WHEN.matcher(Objects.requireNonNullElse(device, ""));
        Long madeAt = tells.matches() ? Long.parseLong(tells.group(1)) * 1_000 : null;
        return madeAt == null || madeAt > receivedAt + MOST_AHEAD.toMillis() ? null : madeAt;
    }

    /** Equal for equal values of one site and purpose, and of no use without the site's secret. */
    String pseudonym(String purpose, String value) {
        return pseudonyms.of(purpose, value);
    }

    private Who daily(String address, @Nullable String agent, long at) {
        byte[] message = Digests.lengthPrefixed(site.id(), address, Objects.requireNonNullElse(agent, ""));
        return salts.saltOf(site, at)
                .map(salt -> new VisitorKey(LinkLevel.DAILY, Digests.shortText(Digests.hmac(salt, message))))
                .map(visitor -> new Who(visitor, null, null))
                .orElse(Who.NOBODY);
    }
}
