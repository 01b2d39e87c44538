package dev.cairn.domain.channel;

import dev.cairn.domain.channel.ReferrerDatabase.Category;
import dev.cairn.domain.channel.ReferrerDatabase.Source;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Campaign;
import dev.cairn.domain.event.PageUrl;
import dev.cairn.domain.event.TrafficSource;
import dev.cairn.domain.visit.VisitRules;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Classifies the channel of a visit from its first event (V1, V2). The click id of a search ad determines source and
 * medium. Otherwise they come from {@code utm_source} and {@code utm_medium}, and another paid click id fills gaps.
 * Without any of these, the {@code source} or {@code ref} parameter is used, then an unpaid click id, then the
 * referrer. Without a referrer, the visit is direct. {@link ChannelRules} maps source and medium to the channel.
 */
public final class ChannelClassifier {
    private static final String PAID_CLICK = "cpc";

    /** Click ids of search ads. They determine source and medium regardless of any UTM tags. */
    private static final Map<String, String> PAID_CLICKS =
            Map.of("gclid", "google", "gbraid", "google", "wbraid", "google", "msclkid", "bing");

    /** Other click ids that only ads set. They fill in whatever the UTM tags leave out. */
    private static final Map<String, String> OTHER_PAID_CLICKS = Map.of("dclid", "google", "yclid", "yandex");

    /** Click ids that a network also sets on unpaid links. They identify the source but do not prove a paid click. */
    private static final Map<String, String> CLICK_HINTS = Map.of(
            "fbclid", "facebook",
            "igshid", "instagram",
            "ttclid", "tiktok",
            "twclid", "twitter",
            "li_fat_id", "linkedin",
            "rdt_cid", "reddit",
            "sccid", "snapchat",
            "epik", "pinterest");

    private record Origin(@Nullable String source, @Nullable String medium) {
        static final Origin NOBODY = new Origin(null, null);
    }

    private ChannelClassifier() {}

    /**
     * Returns the traffic source of a visit that begins with this event.
     *
     * @param rules lists the site's own hosts and payment hosts, which are not referrers, including their subdomains;
     *     the page's host always counts as one of the site's own (V2)
     */
    public static TrafficSource touch(AcceptedEvent event, VisitRules rules, ReferrerDatabase hosts) {
        Optional<PageUrl> page = PageUrl.tryParse(event.page().url());
        Map<String, String> query = page.map(PageUrl::query).orElse(Map.of());
        String referrer = referrerHost(event.page().referrer())
                .filter(host -> !page.map(own -> isWithin(host, own.host())).orElse(false))
                .filter(host -> Stream.concat(rules.ownHosts().stream(), rules.paymentHosts().stream())
                        .noneMatch(own -> isWithin(host, own)))
                .map(ChannelClassifier::withoutWww)
                .orElse(null);
        Campaign sent = Campaign.sentIn(query);
        Origin origin = origin(sent, query, event.page().clickSource(), referrer, hosts);
        return new TrafficSource(
                ChannelRules.channel(origin.source, origin.medium, sent.name(), hosts)
                        .word(),
                sent.from(origin.source, origin.medium),
                referrer,
                page.map(PageUrl::path).orElse(null),
                event.client());
    }

    private static Origin origin(
            Campaign sent,
            Map<String, String> query,
            @Nullable String click,
            @Nullable String referrer,
            ReferrerDatabase hosts) {
        String source = sent.source();
        String medium = sent.medium();
        String clickName = click == null ? "" : click.toLowerCase(Locale.ROOT);
        String decided = PAID_CLICKS.get(clickName);
        if (decided != null) {
            return new Origin(decided, PAID_CLICK);
        }
        String paidBy = OTHER_PAID_CLICKS.get(clickName);
        if (paidBy != null) {
            return new Origin(source == null ? paidBy : source, medium == null ? PAID_CLICK : medium);
        }
        String hint = CLICK_HINTS.get(clickName);
        if (source != null || (medium != null && hint != null)) {
            return new Origin(source == null ? hint : source, medium);
        }
        String named =
                Optional.ofNullable(Campaign.parameter(query, "source")).orElse(Campaign.parameter(query, "ref"));
        if (medium != null) {
            return new Origin(named, medium);
        }
        if (named != null) {
            return sentBy(named, named, hosts);
        }
        return hint == null ? fromReferrer(referrer, hosts) : hinted(hint, referrer, hosts);
    }

    /** Meta also sets its click id on Instagram links, so a social referrer is more precise than the click id. */
    private static Origin hinted(String hint, @Nullable String referrer, ReferrerDatabase hosts) {
        boolean social = referrer != null
                && hosts.find(referrer).map(Source::category).orElse(Category.OTHER) == Category.SOCIAL;
        return social ? fromReferrer(referrer, hosts) : sentBy(hint, hint, hosts);
    }

    private static Origin fromReferrer(@Nullable String referrer, ReferrerDatabase hosts) {
        if (referrer == null) {
            return Origin.NOBODY;
        }
        return sentBy(referrer, hosts.find(referrer).map(Source::name).orElse(referrer), hosts);
    }

    /** Derives the medium of an untagged link from the category of its source. */
    private static Origin sentBy(String who, String source, ReferrerDatabase hosts) {
        Category category = hosts.find(who).map(Source::category).orElse(Category.OTHER);
        return new Origin(
                source,
                switch (category) {
                    case SEARCH -> "organic";
                    case MAIL -> "email";
                    case AI_ASSISTANT -> "ai-assistant";
                    case SOCIAL, VIDEO, SHOPPING, OTHER -> "referral";
                });
    }

    /** Returns the host of a web page, or the package of an Android app ({@code android-app://com.example/}). */
    private static Optional<String> referrerHost(@Nullable String referrer) {
        String app = "android-app://";
        String page = referrer != null && referrer.regionMatches(true, 0, app, 0, app.length())
                ? "https://" + referrer.substring(app.length())
                : referrer;
        return PageUrl.tryParse(page).map(PageUrl::host);
    }

    private static boolean isWithin(String host, String ownOrWildcard) {
        String own = withoutWww(ownOrWildcard.toLowerCase(Locale.ROOT).replaceFirst("^\\*\\.", ""));
        return host.equals(own) || host.endsWith("." + own);
    }

    private static String withoutWww(String host) {
        return host.startsWith("www.") ? host.substring("www.".length()) : host;
    }
}
