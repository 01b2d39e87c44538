package dev.cairn.plan;

import dev.cairn.plan.model.Site;
import dev.cairn.plan.parse.PlanParser;
import java.util.List;

/** Plan documents shared by the tests. */
public final class Documents {

    /** The example document of the specification. */
    public static final String LAMPS = """
            extends: default
            sites:
              shop: {name: Lamp shop, time_zone: Europe/Brussels, currency: EUR, origins: ["https://shop.example"], retention_days: 400}
              b2b:  {name: Lamps for offices, time_zone: Europe/Brussels, currency: EUR, origins: ["https://pro.example"],
                     funnels: {quote: {steps: [key_page_viewed, quote_form_started, quote_requested]}}}     # a site may add
            goals:
              newsletter_signup: {tier: micro, kind: secondary, match: {event: newsletter_signup}, count: day}
              blog_read: {tier: micro, kind: secondary, match: {scroll_depth: {min: 50}, url: "/blog/*"}}
              purchase: {tier: macro, match: {event: purchase}, count: order, value: event, ads: primary}
            funnels:
              checkout: {steps: [product_interest, add_to_cart, checkout_started, purchase], window: 30d, within: {purchase: 7d}, exclude: [{event: order_cancelled, from: 3, to: 4}]}
            targets:
              q4_leads: {metric: conversions, goal: lead_form_completed, value: 300, from: 2026-10-01, to: 2026-12-31}
              sales_up: {metric: conversions, goal: purchase, change: +18%, from: 2026-10-01, to: 2026-12-31, compare: year_before}     # or baseline
            audiences:
              left_cart: {did: add_to_cart, not: purchase, after: 24h, within: 30d}
            """;

    /** Goals and funnels in JSON, as a program writes them. */
    public static final String BIKES = """
            {
             "sites": {"bikes": {"time_zone": "UTC", "currency": "USD", "origins": []}},
             "goals": {
              "model_viewed": {"tier": "micro", "kind": "milestone", "match": {"event": "page_view", "url": "/models/*"}, "count": "day"},
              "letter": {"tier": "micro", "kind": "secondary", "match": {"event": "letter"}, "count": "day"},
              "basket": {"tier": "micro", "kind": "milestone", "match": {"event": "basket"}, "count": "event"},
              "sale": {"tier": "macro", "match": {"event": "sale"}, "count": "order", "value": "event", "ads": "primary"}
             },
             "funnels": {
              "sales": {"steps": ["model_viewed", "basket", "sale"], "window": "30d"},
              "letter_to_sale": {"steps": ["letter", "sale"], "window": "30d"},
              "quick": {"steps": ["basket", "sale"], "window": "1d"}
             }
            }
            """;

    public static final String SITE =
            "sites: {shop: {time_zone: Europe/Brussels, currency: EUR, origins: [\"https://shop.example\"]}}\n";

    private Documents() {}

    /** A plan with one site whose block ends with {@code more}. */
    public static String siteWith(String more) {
        return "sites: {shop: {time_zone: UTC, currency: EUR, " + more + "}}\n";
    }

    /** A plan with one site and one micro goal {@code g} whose match is {@code match}. */
    public static String goalWith(String match) {
        return SITE + "goals: {g: {tier: micro, kind: secondary, match: " + match + "}}\n";
    }

    /** A plan with one site, goals a, b and c and one funnel {@code f}. */
    public static String funnelWith(String funnel) {
        return SITE + goals("a", "b", "c") + "funnels: {f: " + funnel + "}\n";
    }

    static String goals(String... ids) {
        return "goals:\n"
                + String.join(
                        "",
                        List.of(ids).stream()
                                .map(id -> "  " + id + ": {tier: micro, kind: milestone, match: {event: " + id + "}}\n")
                                .toList());
    }

    public static Site onlySite(String source) {
        PlanParser.Reading reading = PlanParser.read(source);
        if (!reading.faults().isEmpty()) {
            throw new AssertionError(reading.faults());
        }
        return reading.sites().values().iterator().next();
    }
}
