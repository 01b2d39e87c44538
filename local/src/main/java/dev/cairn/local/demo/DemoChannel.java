package dev.cairn.local.demo;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The traffic sources of demo visitors: their first page address and referrer, and how often they occur. */
enum DemoChannel {
    SEARCH(30, "", "https://www.google.com/"),
    SEARCH_OTHER(5, "", "https://duckduckgo.com/"),
    DIRECT(21, "", null),
    NEWSLETTER(9, "utm_source=newsletter&utm_medium=email&utm_campaign=autumn-lamps", null),
    PAID_SEARCH(12, "utm_source=google&utm_medium=cpc&utm_campaign=desk-lamps", "https://www.google.com/"),
    PAID_SOCIAL(6, "utm_source=instagram&utm_medium=paid_social&utm_campaign=evenings", "https://l.instagram.com/"),
    SOCIAL(6, "", "https://www.facebook.com/"),
    VIDEO(2, "", "https://www.youtube.com/"),
    REFERRAL(6, "", "https://lighting-notes.example/best-desk-lamps"),
    ASSISTANT(3, "", "https://chatgpt.com/");

    private static final int SUM = 100;

    private final int percent;
    private final String query;
    private final @Nullable String referrer;

    DemoChannel(int percent, String query, @Nullable String referrer) {
        this.percent = percent;
        this.query = query;
        this.referrer = referrer;
    }

    static DemoChannel any(Random random) {
        int ticket = random.nextInt(SUM);
        for (DemoChannel channel : values()) {
            ticket -= channel.percent;
            if (ticket < 0) {
                return channel;
            }
        }
        return DIRECT;
    }

    /** Returning visitors know the shop: more often than not they type its address or follow a newsletter. */
    static DemoChannel ofReturning(Random random, boolean subscribed) {
        if (random.nextInt(100) < 40) {
            return subscribed ? NEWSLETTER : DIRECT;
        }
        return any(random);
    }

    String landing(String address) {
        return query.isEmpty() ? address : address + "?" + query;
    }

    @Nullable
    String referrer() {
        return referrer;
    }
}
