package dev.cairn.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.Pipeline;
import dev.cairn.store.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random traffic of a few visitors of all kinds, with everything that affects figures. */
final class SmallTraffic {
    static final String PLAN = """
            extends: default
            sites:
              shop:
                name: Shop
                time_zone: Europe/Brussels
                currency: EUR
                origins: ["https://shop.example"]
                payment_hosts: ["pay.example"]
                internal: ["203.0.113.0/28", "2001:db8:1::/48"]
                key_pages: ["/key/*"]
                report_props: [sku, price]
            goals:
              blog_read: {tier: micro, kind: secondary, match: {scroll_depth: {min: 50}, url: "/blog/*"}}
              regular: {tier: micro, kind: secondary, match: {visit_frequency: {min: 3}}}
              often: {tier: micro, kind: secondary, match: {visit_frequency: above_average}}
              minute: {tier: micro, kind: secondary, match: {dwell: {min: 60s}}}
              long: {tier: micro, kind: secondary, match: {dwell: above_average}}
              deep: {tier: micro, kind: secondary, match: {any: [{pages_per_visit: {min: 3}}, {event: heart}]}}
              seen: {tier: micro, kind: secondary, match: {video_complete: {min: 75}}, count: day}
              hearts: {tier: micro, kind: secondary, match: {event: heart}, count: visit, value: {amount: "0.50", currency: EUR}}
              dear: {tier: micro, kind: milestone, match: {event: "*cart", props: {price: {gte: 20}}}}
              lamps: {tier: micro, kind: secondary, match: {not: {props: {sku: {in: ["1", "2"]}}}, event: view_item}, count: day}
              told: {tier: macro, match: {event: purchase}, count: order, value: event, by: server}
              told_deep: {tier: micro, kind: secondary, match: {pages_per_visit: {min: 1}}, by: server}
            funnels:
              confirmed: {steps: [add_to_cart, told], window: 2d}
              checkout: {steps: [product_interest, add_to_cart, checkout_started, purchase], window: 2d, within: {purchase: 12h}}
              fast: {steps: [add_to_cart, purchase], window: 1d, exclude: [{event: cancel, from: 1, to: 2}]}
              twice: {steps: [hearts, add_to_cart, hearts, purchase], window: 36h, exclude: [{event: "c*", from: 1, to: 3}, {event: video_*, from: 3, to: 4}]}
              rest: {steps: [minute, deep], window: 30m}
            audiences:
              left_cart: {did: add_to_cart, not: purchase, after: 2h, within: 3d}
              hearty: {did: hearts, within: 36h}
              dwellers: {did: minute, not: told, within: 5d}
            """;
    private static final List<String> NAMES = List.of(
            "page_view",
            "page_view",
            "engagement",
            "engagement",
            "view_item",
            "add_to_cart",
            "begin_checkout",
            "purchase",
            "purchase",
            "cancel",
            "heart",
            "video_progress",
            "video_complete",
            "newsletter_signup",
            "video_error");
    private static final List<String> AGENTS = List.of(
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (Linux; Android 15; SM-X910) AppleWebKit/537.36 Chrome/130.0 Safari/537.36",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "");
    private static final List<String> PAGES = List.of(
            "/",
            "/blog/one",
            "/blog/two#part",
            "/key/a",
            "/p/1?utm_source=news&utm_medium=email&utm_campaign=May%20mail",
            "/p/2?gclid=Cj0abc",
            "/p/3?fbclid=Iw1",
            "/?ref=partner.example",
            "/?utm_medium=cpc&utm_source=Bing&utm_term=lamps",
            "/?utm_source=tiktok&utm_content=b&utm_campaign=shop-week",
            "/?utm_medium=cpm&utm_source=someone",
            "/?utm_medium=push");
    private static final List<String> REFERRERS = List.of(
            "https://www.google.co.uk/",
            "https://m.facebook.com/x",
            "https://www.shop.example/",
            "https://checkout.pay.example/done",
            "https://mail.google.com/",
            "https://chatgpt.com/",
            "https://some.blog.example/post?x=1",
            "https://youtube.com/watch",
            "not a page");

    private final Random random;
    private final ModelledSystem till;
    private final Wilder wilder;
    private final List<ObjectNode> sent = new ArrayList<>();
    private int ids;
    /** Resends the last body, like a client that got no response. */
    private Runnable retry = () -> {};

    private final Map<String, Integer> orders = new HashMap<>();

    /**
     * @param identify whether users are identified on devices
     * @param otherDays whether copies of one event may fall on several days
     */
    record Wilder(boolean identify, boolean otherDays) {}

    SmallTraffic(Random random, ModelledSystem till, Wilder wilder) {
        this.random = random;
        this.till = till;
        this.wilder = wilder;
    }

    /** Lets some time pass, then sends a body. */
    void step(Duration most) {
        till.clock.forward(Duration.ofMillis(random.nextLong(most.toMillis())));
        if (random.nextInt(8) == 0) {
            retry.run();
        } else if (random.nextInt(4) == 0) {
            server();
        } else {
            browser();
        }
    }

    private void browser() {
        int who = random.nextInt(6);
        ObjectNode body = Json.MAPPER.createObjectNode().put("site", ModelledSystem.SITE);
        boolean consent = random.nextInt(5) > 0 && who > 0;
        if (who == 5) {
            body.put("user", "user-" + random.nextInt(2));
        }
        if (who != 5 || wilder.identify && random.nextBoolean()) {
            body.put("visitor", "device-" + random.nextInt(3));
        }
        body.putObject("consent").put("analytics", consent).put("ads", random.nextBoolean());
        boolean believed = random.nextInt(3) > 0;
        long skew = believed ? random.nextInt(200_000) - 100_000 : random.nextInt(90_000_000) - 86_000_000;
        long now = till.clock.millis();
        if (believed || random.nextInt(3) > 0) {
            body.put("sent_at", now + skew);
        }
        ObjectNode context = body.putObject("context").put("url", page());
        if (random.nextInt(3) == 0) {
            context.put("referrer", pick(REFERRERS));
        }
        if (random.nextInt(25) == 0) {
            context.put("webdriver", true);
        }
        ArrayNode events = body.putArray("events");
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            events.add(atItsOwnPlace(event(now + skew, false, believed), body));
        }
        Map<String, String> headers = new HashMap<>();
        headers.put("user-agent", AGENTS.get(random.nextInt(12) == 0 ? 3 + random.nextInt(2) : random.nextInt(3)));
        if (random.nextInt(6) == 0) {
            headers.put("sec-gpc", "1");
        }
        if (random.nextInt(20) == 0) {
            headers.put("sec-purpose", "prefetch");
        }
        if (random.nextBoolean()) {
            headers.put("cloudfront-viewer-country", random.nextBoolean() ? "BE" : "FR");
            if (random.nextInt(8) != 0) {
                headers.put("x-cairn-edge", Pipeline.EDGE);
            }
        }
        String ip = random.nextInt(12) == 0 ? "203.0.113.5" : "198.51.100." + random.nextInt(3);
        retry = () -> {
            if (body.has("sent_at") && wilder.otherDays && random.nextBoolean()) {
                body.put("sent_at", till.clock.millis() + skew);
            }
            till.browser(body.toString(), ip, headers);
        };
        till.browser(body.toString(), ip, headers);
    }

    private void server() {
        ObjectNode body = Json.MAPPER.createObjectNode().put("site", ModelledSystem.SITE);
        body.putObject("consent").put("analytics", true).put("ads", true);
        ArrayNode events = body.putArray("events");
        for (int n = 1 + random.nextInt(5); n > 0; n--) {
            ObjectNode event = event(till.clock.millis(), true, false);
            switch (random.nextInt(5)) {
                case 0 -> event.put("user", "user-" + random.nextInt(2));
                case 1 -> event.put("visitor", "device-" + random.nextInt(3));
                case 2 ->
                    event.putObject("context")
                            .put("ip", "2001:db8::" + random.nextInt(3))
                            .put("url", page());
                case 3 -> event.putObject("consent").put("analytics", false);
                default -> event.putObject("context").put("referrer", pick(REFERRERS));
            }
            if (wilder.identify && random.nextInt(6) == 0) {
                event.put("visitor", "device-" + random.nextInt(3)).put("user", "user-" + random.nextInt(2));
            }
            events.add(atItsOwnPlace(event, event));
        }
        retry = () -> till.server(body.toString());
        till.server(body.toString());
    }

    /**
     * If one event, sent again, identifies another user on the same device at the same time, the rules do not define
     * whose device it is (I3).
     */
    private ObjectNode atItsOwnPlace(ObjectNode event, ObjectNode who) {
        return who.has("user") && who.has("visitor") ? event.put("seq", random.nextInt(1_000_000)) : event;
    }

    /** A new event, or an earlier one, unchanged or changed. */
    private ObjectNode event(long now, boolean server, boolean believed) {
        boolean mayRepeat = !sent.isEmpty() && (believed || wilder.otherDays);
        if (mayRepeat && random.nextInt(6) == 0) {
            ObjectNode again = sent.get(random.nextInt(sent.size())).deepCopy();
            if (random.nextInt(3) == 0) {
                again.put("name", pick(NAMES));
            }
            if (wilder.otherDays && random.nextInt(3) == 0) {
                again.put("at", now - random.nextLong(Duration.ofHours(30).toMillis()));
            }
            if (again.has("order_id")) {
                // If two persons send the same event at the same time, the rules do not define whose order counts.
                again.put("seq", random.nextInt(1_000_000));
            }
            if (server || !again.has("type")) {
                return again;
            }
        }
        ObjectNode event = fresh(now, server);
        if (wilder.otherDays || believed && isSteady(event, now)) {
            sent.add(event.deepCopy());
        }
        return event;
    }

    /** Its time will be trusted whenever it is resent, and is not near midnight. */
    private static boolean isSteady(ObjectNode event, long now) {
        long minute = event.path("at").asLong() / 60_000 % 60;
        return event.has("at") && event.path("at").asLong() <= now - 100_000 && minute >= 10 && minute < 50;
    }

    private ObjectNode fresh(long now, boolean server) {
        ObjectNode event = Json.MAPPER.createObjectNode().put("id", "e" + ids++);
        String name = pick(NAMES);
        if (random.nextInt(30) > 0) {
            event.put("name", name);
        }
        long back =
                random.nextInt(3) == 0 ? random.nextLong(Duration.ofHours(25).toMillis()) : random.nextInt(600_000);
        if (random.nextInt(15) > 0) {
            event.put("at", now - back / 1000 * 1000 + (random.nextInt(20) == 0 ? 200_000 : 0));
        }
        if (random.nextInt(3) == 0) {
            event.put("seq", random.nextInt(3));
        }
        if (random.nextInt(3) == 0) {
            event.put("url", page());
        }
        props(name, event);
        if (name.equals("purchase") || random.nextInt(15) == 0) {
            purchase(server, event);
        }
        return event;
    }

    private void props(String name, ObjectNode event) {
        ObjectNode props = event.putObject("props");
        switch (name) {
            case "engagement" ->
                props.put("engaged_ms", random.nextInt(50_000))
                        .put("scroll", random.nextInt(101))
                        .put("scrolled", random.nextBoolean());
            case "video_progress" ->
                props.put("percent", 25 * random.nextInt(5)).put("video", "v");
            case "view_item", "add_to_cart" ->
                props.put("sku", "" + random.nextInt(4)).put("price", random.nextInt(4_000) / 100.0);
            default -> props.putNull("nothing");
        }
    }

    private void purchase(boolean server, ObjectNode event) {
        if (random.nextInt(5) > 0) {
            event.put(
                    "order_id", "order-" + (orders.merge("next", random.nextInt(2), Integer::sum) - random.nextInt(4)));
        }
        if (random.nextInt(4) > 0) {
            ObjectNode value = event.putObject("value").put("amount", random.nextInt(100) + ".50");
            if (random.nextInt(5) == 0) {
                value.put("currency", "USD");
            }
        }
        if (server && event.has("order_id") && random.nextInt(4) == 0) {
            event.put("type", "refund");
        }
    }

    private String page() {
        return "https://" + (random.nextInt(5) == 0 ? "www." : "") + "shop.example" + pick(PAGES);
    }

    private String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
