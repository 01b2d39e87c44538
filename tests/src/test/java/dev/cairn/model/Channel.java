package dev.cairn.model;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * GA4's default channel group: the first rule that applies; case is ignored. AI Assistant precedes Organic Search; a
 * mail host is Email.
 */
final class Channel {
    private static final String PAID = ".*cp.*|ppc|retargeting|paid.*";
    private static final String SHOP = ".*(([^a-df-z]|^)shop|shopping).*";
    private static final String MAIL = ".*(email|e-mail|e_mail|e mail).*";

    private Channel() {}

    static String of(@Nullable String sentSource, @Nullable String sentMedium, @Nullable String sentCampaign) {
        String source = lower(sentSource);
        String medium = lower(sentMedium);
        String campaign = lower(sentCampaign);
        String kind = Touch.kind(source);
        if (source.isEmpty() && medium.isEmpty()) {
            return "direct";
        }
        if (campaign.contains("cross-network")) {
            return "cross_network";
        }
        boolean shopping = kind.equals("shopping") || campaign.matches(SHOP);
        if (medium.matches(PAID)) {
            return paid(kind, shopping, medium);
        }
        if (isOneOf(medium, "display", "banner", "expandable", "interstitial", "cpm")) {
            return "display";
        }
        if (shopping) {
            return "organic_shopping";
        }
        return unpaid(kind, source, medium);
    }

    /** All of these except Display use the same test for a paid medium; only {@code cpm} is both. */
    private static String paid(String kind, boolean shopping, String medium) {
        if (shopping) {
            return "paid_shopping";
        }
        if (kind.equals("search") || kind.equals("social") || kind.equals("video")) {
            return "paid_" + kind;
        }
        return medium.equals("cpm") ? "display" : "paid_other";
    }

    private static String unpaid(String kind, String source, String medium) {
        if (kind.equals("social")
                || isOneOf(
                        medium, "social", "social-network", "social-media", "sm", "social network", "social media")) {
            return "organic_social";
        }
        if (kind.equals("video") || medium.contains("video")) {
            return "organic_video";
        }
        if (kind.equals("ai_assistant") || medium.equals("ai-assistant")) {
            return "ai_assistant";
        }
        if (kind.equals("search") || medium.equals("organic")) {
            return "organic_search";
        }
        if (isOneOf(medium, "referral", "app", "link")) {
            return "referral";
        }
        if (kind.equals("mail") || source.matches(MAIL) || medium.matches(MAIL)) {
            return "email";
        }
        return rest(source, medium);
    }

    private static String rest(String source, String medium) {
        if (medium.equals("affiliate")) {
            return "affiliates";
        }
        if (medium.equals("audio")) {
            return "audio";
        }
        if (source.equals("sms") || medium.equals("sms")) {
            return "sms";
        }
        boolean push = medium.endsWith("push")
                || medium.contains("mobile")
                || medium.contains("notification")
                || source.equals("firebase");
        return push ? "mobile_push_notifications" : "unassigned";
    }

    private static boolean isOneOf(String word, String... words) {
        return List.of(words).contains(word);
    }

    private static String lower(@Nullable String word) {
        return word == null ? "" : word.toLowerCase(Locale.ROOT);
    }
}
