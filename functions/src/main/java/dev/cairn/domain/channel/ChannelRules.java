package dev.cairn.domain.channel;

import dev.cairn.domain.channel.ReferrerDatabase.Category;
import dev.cairn.domain.channel.ReferrerDatabase.Source;
import dev.cairn.domain.event.Channel;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * GA4's default channel group. The first matching rule wins; case is ignored. Cairn adds two rules: a mail host is
 * Email, and an assistant given as {@code utm_source} is AI Assistant even without a medium, because ChatGPT tags its
 * links that way. The order has two pitfalls: {@code cpm} is Display unless the source is a search engine, a social
 * network, a video site or a shop; and the category of a source takes precedence over the medium.
 */
final class ChannelRules {

    private record Traffic(String source, String medium, String campaign, Category kind) {}

    private record Rule(Channel channel, Predicate<Traffic> holds) {}

    private static final Set<String> DISPLAY = Set.of("display", "banner", "expandable", "interstitial", "cpm");
    private static final Set<String> SOCIAL =
            Set.of("social", "social-network", "social-media", "sm", "social network", "social media");
    private static final Set<String> REFERRAL = Set.of("referral", "app", "link");
    private static final List<String> EMAIL = List.of("email", "e-mail", "e_mail", "e mail");
    private static final Pattern SHOPPING_CAMPAIGN = Pattern.compile("(^|[^a-df-z])shop|shopping");

    private static final List<Rule> RULES = List.of(
            new Rule(Channel.DIRECT, t -> t.source.isEmpty() && t.medium.isEmpty()),
            new Rule(Channel.CROSS_NETWORK, t -> t.campaign.contains("cross-network")),
            new Rule(Channel.PAID_SHOPPING, t -> isShopping(t) && isPaid(t)),
            new Rule(Channel.PAID_SEARCH, t -> t.kind == Category.SEARCH && isPaid(t)),
            new Rule(Channel.PAID_SOCIAL, t -> t.kind == Category.SOCIAL && isPaid(t)),
            new Rule(Channel.PAID_VIDEO, t -> t.kind == Category.VIDEO && isPaid(t)),
            new Rule(Channel.DISPLAY, t -> DISPLAY.contains(t.medium)),
            new Rule(Channel.PAID_OTHER, ChannelRules::isPaid),
            new Rule(Channel.ORGANIC_SHOPPING, ChannelRules::isShopping),
            new Rule(Channel.ORGANIC_SOCIAL, t -> t.kind == Category.SOCIAL || SOCIAL.contains(t.medium)),
            new Rule(Channel.ORGANIC_VIDEO, t -> t.kind == Category.VIDEO || t.medium.contains("video")),
            new Rule(Channel.AI_ASSISTANT, t -> t.kind == Category.AI_ASSISTANT || t.medium.equals("ai-assistant")),
            new Rule(Channel.ORGANIC_SEARCH, t -> t.kind == Category.SEARCH || t.medium.equals("organic")),
            new Rule(Channel.REFERRAL, t -> REFERRAL.contains(t.medium)),
            new Rule(Channel.EMAIL, t -> t.kind == Category.MAIL || isEmail(t.source) || isEmail(t.medium)),
            new Rule(Channel.AFFILIATES, t -> t.medium.equals("affiliate")),
            new Rule(Channel.AUDIO, t -> t.medium.equals("audio")),
            new Rule(Channel.SMS, t -> t.source.equals("sms") || t.medium.equals("sms")),
            new Rule(Channel.MOBILE_PUSH_NOTIFICATIONS, ChannelRules::isPush));

    private ChannelRules() {}

    static Channel channel(
            @Nullable String source, @Nullable String medium, @Nullable String campaign, ReferrerDatabase hosts) {
        Category kind = source == null
                ? Category.OTHER
                : hosts.find(source).map(Source::category).orElse(Category.OTHER);
        Traffic traffic = new Traffic(lower(source), lower(medium), lower(campaign), kind);
        return RULES.stream()
                .filter(rule -> rule.holds.test(traffic))
                .map(Rule::channel)
                .findFirst()
                .orElse(Channel.UNASSIGNED);
    }

    private static boolean isPaid(Traffic traffic) {
        return traffic.medium.contains("cp")
                || traffic.medium.equals("ppc")
                || traffic.medium.equals("retargeting")
                || traffic.medium.startsWith("paid");
    }

    private static boolean isShopping(Traffic traffic) {
        return traffic.kind == Category.SHOPPING
                || SHOPPING_CAMPAIGN.matcher(traffic.campaign).find();
    }

    private static boolean isEmail(String word) {
        return EMAIL.stream().anyMatch(word::contains);
    }

    private static boolean isPush(Traffic traffic) {
        return traffic.medium.endsWith("push")
                || traffic.medium.contains("mobile")
                || traffic.medium.contains("notification")
                || traffic.source.equals("firebase");
    }

    private static String lower(@Nullable String word) {
        return word == null ? "" : word.toLowerCase(Locale.ROOT);
    }
}
