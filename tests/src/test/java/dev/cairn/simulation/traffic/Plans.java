package dev.cairn.simulation.traffic;

import java.time.ZoneId;

/** The plan's versions in a simulation: each differs from the previous one in goals or funnels. */
final class Plans {
    private static final String SITE = """
            sites:
              shop: {name: Shop, time_zone: %s, currency: EUR, origins: ["https://shop.example"], retention_days: 120,
                     internal: ["203.0.113.0/24"], payment_hosts: ["pay.example"],
                     report_props: [%s]}
            """;

    private static final String GOALS = """
            goals:
              interest: {tier: micro, kind: milestone, match: {any: [{event: view_item}, {event: page_view, url: "/p/*"}]}}
              cart: {tier: micro, kind: milestone, match: {event: add_to_cart}%s}
              checkout: {tier: micro, kind: milestone, match: {event: begin_checkout}, count: visit}
              purchase: {tier: macro, match: {event: purchase}, count: order, value: event}
              told: {tier: macro, match: {event: purchase}, count: order, value: event, by: server}
              reader: {tier: micro, kind: secondary, match: {scroll_depth: {min: 50}, url: "/blog/*"}}
              pages: {tier: micro, kind: secondary, match: {pages_per_visit: {min: %d}}}
              dweller: {tier: micro, kind: secondary, match: {dwell: {min: 30s}}}
              long_dwell: {tier: micro, kind: secondary, match: {dwell: above_average}}
              regular: {tier: micro, kind: secondary, match: {visit_frequency: {min: 3}}, count: day}
              frequent: {tier: micro, kind: secondary, match: {visit_frequency: above_average}}
              watched: {tier: %s, match: {video_complete: {min: 95}}}
              lead: {tier: macro, match: {event: form_submit, props: {form: {in: [lead, call]}}}, value: {amount: "%s", currency: EUR}}
            """;

    private static final String FUNNELS = """
            funnels:
              checkout: {steps: [interest, cart, checkout, purchase], window: %s%s,
                         exclude: [{event: order_cancelled, from: 2, to: 4}%s]}
            """;

    /** Two last longer than any funnel, and one of them is ended by a micro goal, which no insight follows so far. */
    private static final String AUDIENCES = """
            audiences:
              left_cart: {did: cart, not: purchase, after: 24h, within: 30d}
              looking: {did: interest, not: cart, within: 28d}
              readers: {did: dweller, within: 4d}
            alerts:
              watch:
                told_to_lead: {of: dweller, do: lead}
            """;

    /** With an event that mostly meets no goal. */
    private static final String ANOTHER_EXCLUSION = ", {event: form_submit, from: 1, to: 2}";

    private static final String SECOND_FUNNEL = """
              twice: {steps: [cart, cart, purchase], window: 36h}
            """;

    private Plans() {}

    static String version(int number, ZoneId zone) {
        boolean odd = number % 2 == 1;
        return SITE.formatted(zone, odd ? "sku" : "sku, percent")
                + GOALS.formatted(
                        odd ? "" : ", count: day, value: event",
                        odd ? 3 : 2,
                        odd ? "micro, kind: secondary" : "macro",
                        odd ? "10.00" : "12.50")
                + FUNNELS.formatted(
                        odd ? "10d" : "3d", odd ? ", within: {purchase: 7d}" : "", odd ? "" : ANOTHER_EXCLUSION)
                + (odd ? "" : SECOND_FUNNEL)
                + AUDIENCES;
    }
}
