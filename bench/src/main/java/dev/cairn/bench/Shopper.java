package dev.cairn.bench;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Generates shop visitors' events. Of 1,000 events, about 520 are page views, 260 engagement events with scroll depth,
 * 80 product views, 40 additions to the cart, 15 checkouts started, 8 orders, and 77 others. The mix is assumed, not
 * measured.
 */
final class Shopper {
    private static final String SITE = "https://shop.example";
    private static final int PRODUCTS = 400;
    private static final int ARTICLES = 60;
    private static final List<String> CATEGORIES = List.of("shoes", "coats", "hats", "bags", "kids", "sale", "new");
    private static final List<String> REFERRERS = List.of(
            "https://www.google.com/",
            "https://www.google.com/",
            "https://www.google.com/",
            "https://www.bing.com/",
            "https://l.facebook.com/",
            "https://www.instagram.com/",
            "https://chatgpt.com/",
            "https://blog.example.org/best-shoes-2026");
    private static final List<String> CAMPAIGNS = List.of(
            "?utm_source=newsletter&utm_medium=email&utm_campaign=spring-2026",
            "?utm_source=newsletter&utm_medium=email&utm_campaign=last-pairs",
            "?utm_source=google&utm_medium=cpc&utm_campaign=brand&utm_term=shop",
            "?utm_source=instagram&utm_medium=paid_social&utm_campaign=summer&utm_content=story-3");

    private final Random random;
    private final IdMaker ids;
    private String page = SITE + "/";
    private @Nullable String referrer;

    /** A visitor who has just arrived on the site. */
    Shopper(Random random, IdMaker ids) {
        this.random = random;
        this.ids = ids;
        arrive();
    }

    private void arrive() {
        int how = random.nextInt(100);
        page = SITE + path() + (how < 20 ? CAMPAIGNS.get(random.nextInt(CAMPAIGNS.size())) : "");
        referrer = how >= 20 && how < 65 ? REFERRERS.get(random.nextInt(REFERRERS.size())) : null;
    }

    /** The first event is a page view. */
    Step first() {
        return step("page_view", Map.of("load_ms", BigDecimal.valueOf(200 + random.nextInt(3_000))));
    }

    Step next() {
        int what = random.nextInt(1_000);
        if (what < 520) {
            referrer = page;
            page = SITE + path();
            return first();
        } else if (what < 780) {
            return step(
                    "engagement",
                    Map.of(
                            "engaged_ms", BigDecimal.valueOf(1_000 + random.nextInt(45_000)),
                            "scroll", BigDecimal.valueOf(random.nextInt(101)),
                            "scrolled", true));
        } else if (what < 860) {
            return step("view_item", product());
        } else if (what < 900) {
            return step("add_to_cart", product());
        } else if (what < 915) {
            return step("checkout_started", Map.of());
        } else if (what < 923) {
            BigDecimal amount = BigDecimal.valueOf(1_000 + random.nextInt(20_000), 2);
            return new Step("purchase", SITE + "/thanks", page, Map.of(), amount, "order-" + ids.next());
        }
        return other(what);
    }

    private Step other(int what) {
        if (what < 945) {
            return step("outbound_click", Map.of("host", "maps.example.org"));
        } else if (what < 965) {
            return step(
                    "video_progress", Map.of("video", "tour", "percent", BigDecimal.valueOf(25L * random.nextInt(4))));
        } else if (what < 972) {
            return step("form_submit", Map.of("form", "newsletter"));
        } else if (what < 980) {
            return step("file_download", Map.of("file", "size-guide.pdf"));
        }
        return step("site_search", Map.of("words", BigDecimal.valueOf(1 + random.nextInt(4))));
    }

    private Step step(String name, Map<String, Object> props) {
        return new Step(name, page, referrer, props, null, null);
    }

    private Map<String, Object> product() {
        return Map.of(
                "sku",
                Integer.toString(random.nextInt(PRODUCTS)),
                "price",
                BigDecimal.valueOf(random.nextInt(9_999), 2));
    }

    private String path() {
        return switch (random.nextInt(10)) {
            case 0 -> "/";
            case 1, 2, 3 -> "/c/" + CATEGORIES.get(random.nextInt(CATEGORIES.size()));
            case 4 -> "/blog/article-" + random.nextInt(ARTICLES);
            default -> "/p/" + random.nextInt(PRODUCTS);
        };
    }
}
