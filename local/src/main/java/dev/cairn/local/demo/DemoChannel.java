package dev.cairn.local.demo;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The traffic sources of demo visitors: their first page address and referrer, and how often they occur. */
enum DemoChannel {
    SEARCH(28, "", "https://www.google.com/"),
    SEARCH_OTHER(5, "", "https://duckduckgo.com/"),
    DIRECT(18, "", null),
    NEWSLETTER(9, "utm_source=newsletter&utm_medium=email&utm_campaign=autumn-lamps", null),
    PAID_SEARCH(12, "utm_source=google&utm_medium=cpc&utm_campaign=desk-lamps", "https://www.google.com/"),
    PAID_SOCIAL(6, "utm_source=instagram&utm_medium=paid_social&utm_campaign=evenings", "https://l.instagram.com/"),
    SOCIAL(6, "", "https://www.facebook.com/"),
    LINKEDIN(5, "", "https://www.linkedin.com/"),
    VIDEO(2, "", "https://www.youtube.com/"),
    REFERRAL(6, "", "https://lighting-notes.example/best-desk-lamps"),
    ASSISTANT(3, "", "https://chatgpt.com/"),
    CART_MAIL(0, "utm_source=shop&utm_medium=email&utm_campaign=your-cart", null);

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

    /** The channel of a returning visitor: often direct, a newsletter or a reminder about an abandoned cart. */
    static DemoChannel ofReturning(Random random, DemoPerson person) {
        if (person.seeksJob) {
            return LINKEDIN;
        }
        if (random.nextInt(100) < 40) {
            boolean reminded = person.cart != null && (person.userId != null || person.subscribed);
            return reminded ? CART_MAIL : person.subscribed ? NEWSLETTER : DIRECT;
        }
        return any(random);
    }

    /** The landing page URL of a visit; ads add a click id. */
    String landing(String address, Random random) {
        String landing = query.isEmpty() ? address : address + "?" + query;
        return this == PAID_SEARCH ? landing + "&gclid=Cj0KCQ" + Long.toHexString(random.nextLong()) : landing;
    }

    @Nullable
    String referrer() {
        return referrer;
    }
}
