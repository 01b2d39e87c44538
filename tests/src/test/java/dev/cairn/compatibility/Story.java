package dev.cairn.compatibility;

import static dev.cairn.compatibility.Body.browser;
import static dev.cairn.compatibility.Body.server;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * About two weeks of three sites, with every kind of event that leaves its own data in the tables. The site {@code
 * disputed} has the orders for which a later version may have different rules (D2, D3).
 */
final class Story {
    static final LocalDate FIRST_DAY = LocalDate.parse("2026-03-20");
    static final LocalDate LAST_DAY = LocalDate.parse("2026-04-05");

    static final String FIRST_PLAN = """
            sites:
              shop:
                time_zone: Europe/Brussels
                currency: EUR
                origins: ["https://shop.example"]
                payment_hosts: ["pay.example"]
                internal: ["203.0.113.0/28"]
              blog: {time_zone: America/New_York, currency: USD, origins: ["https://blog.example"]}
              disputed: {time_zone: UTC, currency: EUR, origins: ["https://disputed.example"]}
            goals:
              product_interest: {tier: micro, kind: milestone, match: {event: view_item}}
              add_to_cart: {tier: micro, kind: milestone, match: {event: add_to_cart}}
              checkout_started: {tier: micro, kind: milestone, match: {event: begin_checkout}}
              purchase: {tier: macro, match: {event: purchase}, count: order, value: event}
              lead: {tier: macro, match: {event: lead}, value: event}
              newsletter: {tier: micro, kind: secondary, match: {event: newsletter}, count: day}
              hearts: {tier: micro, kind: secondary, match: {event: heart}, count: visit, value: {amount: "0.50", currency: EUR}}
              pages_viewed: {tier: micro, kind: secondary, match: {pages_per_visit: {min: 3}}}
              long_dwell: {tier: micro, kind: secondary, match: {dwell: above_average}}
              minute: {tier: micro, kind: secondary, match: {dwell: {min: 60s}}}
              often: {tier: micro, kind: secondary, match: {visit_frequency: above_average}}
              regular: {tier: micro, kind: secondary, match: {visit_frequency: {min: 3}}}
              blog_read: {tier: micro, kind: secondary, match: {scroll_depth: {min: 50}, url: "/blog/*"}}
              seen: {tier: micro, kind: secondary, match: {video_complete: {min: 75}}, count: day}
            funnels:
              checkout: {steps: [product_interest, add_to_cart, checkout_started, purchase], window: 30d, within: {purchase: 7d}}
            """;

    /** A redefined goal, a new goal, a funnel with an exclusion, and a changed funnel. */
    static final String SECOND_PLAN = FIRST_PLAN
                    .replace("{event: newsletter}", "{event: \"newsletter*\"}")
                    .replace(
                            "goals:\n",
                            "goals:\n  dear: {tier: micro, kind: milestone, match: {event: add_to_cart, props: {price: {gte: 20}}}}\n")
                    .replace("window: 30d", "window: 14d")
            + "  fast: {steps: [dear, purchase], window: 2d, exclude: [{event: cancel, from: 1, to: 2}]}\n";

    private static final List<String> PAGES = List.of(
            "/", "/blog/one", "/p/1?utm_source=news&utm_medium=email&utm_campaign=May", "/p/2", "/?gclid=Cj0abc");
    private static final List<String> REFERRERS = List.of(
            "https://www.google.com/",
            "https://m.facebook.com/x",
            "https://checkout.pay.example/done",
            "https://a.example/b");

    private final List<Sent> sent = new ArrayList<>();
    private final Random random = new Random(38);
    private int ids;

    private Story() {}

    /** Before the last delivery, in order of time. */
    static List<Sent> past() {
        Story story = new Story();
        for (LocalDate day = FIRST_DAY; !day.isAfter(LAST_DAY); day = day.plusDays(1)) {
            story.everyDay(day);
        }
        story.identities();
        story.orders();
        story.copies();
        story.leftOut();
        story.carts();
        story.otherSites();
        story.night();
        return story.inOrder();
    }

    /** Received and not classified when the tables were dumped. */
    static List<Sent> tail() {
        Story story = new Story();
        story.morning();
        return story.inOrder();
    }

    /** Late events of closed days. The first was received on 2 April and is delivered only now. */
    static List<Sent> late() {
        Story story = new Story();
        story.afterwards();
        return story.inOrder();
    }

    private List<Sent> inOrder() {
        sent.sort(java.util.Comparator.comparingLong(Sent::at));
        return sent;
    }

    private void add(Body body) {
        sent.add(body.sent());
    }

    private String id() {
        return "e" + ids++;
    }

    /** Visitors who come back, cookieless ones, and some who read. */
    private void everyDay(LocalDate day) {
        for (String device : List.of("anna", "bert", "cleo", "dirk", "ella")) {
            if (random.nextInt(5) < 3) {
                int hour = 9 + random.nextInt(9);
                Body visit = browser("shop", day + "T%02d:%02d".formatted(hour, random.nextInt(60)))
                        .visitor(device)
                        .page(pick(PAGES))
                        .header("user-agent", random.nextBoolean() ? Body.FIREFOX : Body.PHONE);
                if (random.nextBoolean()) {
                    visit.referrer(pick(REFERRERS));
                }
                read(visit);
                add(visit);
            }
        }
        for (int who = 0; who < 2; who++) {
            Body visit = browser("shop", day + "T%02d:30".formatted(8 + 4 * who))
                    .ip("198.51.100." + random.nextInt(3))
                    .header("x-cairn-edge", Body.EDGE)
                    .header("cloudfront-viewer-country", who == 0 ? "BE" : "FR")
                    .page(pick(PAGES));
            read(visit);
            add(visit);
        }
    }

    private void read(Body visit) {
        for (int page = 2 + random.nextInt(2); page > 0; page--) {
            visit.event(id(), "page_view", 3 * page);
            visit.event(id(), "engagement", 3 * page - 1)
                    .prop("engaged_ms", random.nextInt(60_000))
                    .prop("scroll", random.nextInt(101))
                    .prop("scrolled", true);
        }
        switch (random.nextInt(6)) {
            case 0 -> visit.event(id(), "view_item", 1).prop("price", 19.5);
            case 1 -> visit.event(id(), "heart", 1).event(id(), "heart", 1);
            case 2 -> visit.event(id(), "newsletter", 1).event(id(), "newsletter_again", 0);
            case 3 -> visit.event(id(), "video_complete", 0).prop("video", "v").prop("percent", 80);
            default -> visit.event(id(), "add_to_cart", 0).prop("price", 10 + random.nextInt(20));
        }
    }

    private String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    /** A visit across midnight, devices with one and two users, cookieless visitors near midnight. */
    private void identities() {
        add(browser("shop", "2026-03-24T23:55")
                .visitor("nina")
                .referrer("https://www.google.com/")
                .event("n1", "page_view", 10)
                .event("n2", "view_item", 2));
        add(browser("shop", "2026-03-25T00:20")
                .visitor("nina")
                .event("n3", "add_to_cart", 15)
                .prop("price", 25)
                .event("n4", "page_view", 1));
        add(browser("shop", "2026-03-22T10:00")
                .visitor("desk")
                .event("d1", "page_view", 5)
                .event("d2", "view_item", 4));
        add(browser("shop", "2026-03-23T10:00")
                .visitor("desk")
                .user("olga")
                .event("d3", "identify", 3)
                .event("d4", "add_to_cart", 2)
                .prop("price", 30));
        add(browser("shop", "2026-03-26T10:00").visitor("desk").event("d5", "begin_checkout", 3));
        add(browser("shop", "2026-03-22T12:00").visitor("kiosk").event("k1", "view_item", 5));
        add(browser("shop", "2026-03-23T12:00")
                .visitor("kiosk")
                .user("paul")
                .event("k2", "identify", 3)
                .event("k3", "heart", 2));
        add(browser("shop", "2026-03-25T12:00")
                .visitor("kiosk")
                .user("rosa")
                .event("k4", "identify", 3)
                .event("k5", "add_to_cart", 2)
                .prop("price", 21));
        add(browser("shop", "2026-03-27T12:00")
                .visitor("kiosk")
                .event("k6", "purchase", 3)
                .order("kiosk-1")
                .value("40.00", "EUR"));
        add(browser("shop", "2026-03-28T12:00").user("rosa").event("k7", "page_view", 3));
        for (String day : List.of("2026-03-21", "2026-03-24", "2026-03-29", "2026-04-03")) {
            add(browser("shop", day + "T02:00")
                    .visitor("tablet")
                    .event(id(), "page_view", 1)
                    .event(id(), "view_item", 0));
        }
        add(browser("shop", "2026-03-28T23:59")
                .ip("198.51.100.9")
                .event("m1", "page_view", 4)
                .event("m2", "heart", 1));
        add(browser("shop", "2026-03-29T00:04")
                .ip("198.51.100.9")
                .event("m3", "page_view", 5)
                .event("m4", "heart", 3));
        add(server("shop", "2026-03-29T09:00")
                .event("s1", "lead", 20)
                .value("100.00", "EUR")
                .event("s2", "heart", 15)
                .event("s3", "newsletter", 1));
        add(server("shop", "2026-03-29T10:00")
                .event("s4", "lead", 20)
                .value("7", "USD")
                .of("2001:db8::1", "/p/2")
                .event("s5", "heart", 9)
                .of("2001:db8::1", "/"));
    }

    /**
     * Orders disputed by two visitors, or by browser and server; partial and full refunds; other currencies; no order
     * id.
     */
    private void orders() {
        add(browser("shop", "2026-03-25T15:00")
                .visitor("vera")
                .event("v1", "view_item", 30)
                .event("v2", "add_to_cart", 20)
                .prop("price", 50)
                .event("v3", "begin_checkout", 10)
                .event("v4", "purchase", 5)
                .order("o-1")
                .value("50.00", "EUR"));
        add(browser("shop", "2026-03-26T15:00")
                .visitor("walt")
                .event("w1", "view_item", 30)
                .event("w2", "add_to_cart", 20)
                .prop("price", 50)
                .event("w3", "begin_checkout", 10)
                .event("w4", "purchase", 5)
                .order("o-1")
                .value("50.00", "EUR"));
        add(server("shop", "2026-03-25T15:01")
                .event("v5", "purchase", 0)
                .order("o-1")
                .value("49.00", "EUR"));
        add(server("shop", "2026-03-27T08:00")
                .user("rosa")
                .eventAt("r1", "purchase", "2026-03-26T08:00")
                .order("o-2")
                .value("80.00", "EUR"));
        add(browser("shop", "2026-03-27T08:30")
                .user("rosa")
                .visitor("kiosk")
                .event("r2", "purchase", 4)
                .order("o-2")
                .value("81.00", "EUR"));
        add(browser("shop", "2026-03-24T11:00")
                .visitor("anna")
                .event("a1", "add_to_cart", 9)
                .prop("price", 22)
                .event("a2", "begin_checkout", 8)
                .event("a3", "purchase", 7)
                .order("o-3")
                .value("22.00", "EUR"));
        add(browser("shop", "2026-03-24T11:30")
                .visitor("bert")
                .event("b1", "add_to_cart", 9)
                .prop("price", 33)
                .event("b2", "purchase", 7)
                .order("o-4")
                .value("33.00", "EUR"));
        add(server("shop", "2026-03-28T09:00")
                .event("x1", "purchase", 30)
                .order("o-3")
                .value("5.00", "EUR")
                .with("type", "refund")
                .event("x2", "purchase", 29)
                .order("o-4")
                .with("type", "refund"));
        add(browser("shop", "2026-03-30T11:00")
                .visitor("cleo")
                .event("c1", "purchase", 7)
                .order("o-5")
                .value("3000", "JPY"));
        add(browser("shop", "2026-03-30T12:00")
                .visitor("dirk")
                .event("c2", "purchase", 7)
                .order("o-6")
                .value("12.50", "USD")
                .event("c3", "purchase", 6)
                .value("9.99", "EUR"));
        add(browser("shop", "2026-03-31T12:00")
                .visitor("ella")
                .event("c4", "purchase", 7)
                .order("o-7")
                .value("60.00", "EUR")
                .event("c5", "purchase", 2)
                .order("o-7")
                .value("60.00", "EUR"));
        add(browser("shop", "2026-03-22T17:00")
                .visitor("wim")
                .event("i1", "view_item", 30)
                .event("i2", "add_to_cart", 20)
                .prop("price", 70));
        add(browser("shop", "2026-03-23T17:00")
                .visitor("xena")
                .event("i3", "view_item", 30)
                .event("i4", "add_to_cart", 20)
                .prop("price", 70)
                .event("i5", "purchase", 5)
                .order("o-8")
                .value("70.00", "EUR"));
        add(browser("shop", "2026-03-26T18:00")
                .visitor("ella")
                .event("i6", "purchase", 5)
                .order("o-9")
                .value("90.00", "EUR"));
        add(browser("shop", "2026-04-01T18:00")
                .visitor("bert")
                .event("i7", "purchase", 5)
                .order("o-10")
                .value("45.00", "EUR"));
    }

    /** The same event again, unchanged and changed, on the same and on other days; corrected times. */
    private void copies() {
        Body first = browser("shop", "2026-03-23T13:00")
                .visitor("cleo")
                .event("p1", "view_item", 5)
                .event("p2", "add_to_cart", 4)
                .prop("price", 15);
        add(first);
        add(browser("shop", "2026-03-23T13:10")
                .visitor("cleo")
                .event("p1", "view_item", 15)
                .event("p2", "add_to_cart", 14)
                .prop("price", 16));
        add(server("shop", "2026-03-24T13:00").visitor("cleo").eventAt("p1", "view_item", "2026-03-23T09:00"));
        add(server("shop", "2026-03-26T13:00")
                .visitor("cleo")
                .eventAt("p2", "add_to_cart", "2026-03-25T09:00")
                .prop("price", 15));
        add(server("shop", "2026-04-02T13:00")
                .visitor("karl")
                .eventAt("q1", "add_to_cart", "2026-04-02T11:00")
                .prop("price", 40)
                .eventAt("q2", "purchase", "2026-04-02T12:00")
                .order("o-11")
                .value("40.00", "EUR"));
        add(browser("shop", "2026-03-24T14:00")
                .visitor("dirk")
                .clockAhead(Duration.ofHours(3))
                .event("t1", "view_item", 5)
                .event("t2", "heart", 3));
        add(browser("shop", "2026-03-24T14:20")
                .visitor("ella")
                .clockAhead(Duration.ofHours(-2))
                .event("t1", "view_item", 3));
        add(browser("shop", "2026-03-25T00:02")
                .visitor("dirk")
                .clockAhead(Duration.ofMinutes(9))
                .event("t3", "heart", 3));
        add(browser("shop", "2026-03-25T00:40")
                .visitor("dirk")
                .clockAhead(Duration.ofMinutes(-9))
                .event("t3", "heart", 3));
        add(browser("shop", "2026-03-27T14:00")
                .ip("198.51.100.1")
                .clockAhead(Duration.ofHours(3))
                .event("t4", "heart", 3));
        add(browser("shop", "2026-03-27T14:01")
                .ip("198.51.100.2")
                .clockAhead(Duration.ofHours(3))
                .event("t4", "heart", 4));
        add(browser("shop", "2026-03-27T14:02").visitor("ella").event("t5", "heart", -5));
        add(browser("shop", "2026-03-27T14:03")
                .visitor("anna")
                .event("t6", "view_item", 1)
                .seq(2)
                .event("t7", "add_to_cart", 1)
                .prop("price", 20)
                .seq(1));
    }

    /** Crawlers and other excluded traffic, rejected events, and a visitor who will be erased. */
    private void leftOut() {
        add(browser("shop", "2026-03-23T03:00")
                .header("user-agent", Body.CRAWLER)
                .event("z1", "page_view", 1)
                .event("z2", "purchase", 0)
                .order("o-1"));
        add(browser("shop", "2026-03-24T03:00").visitor("bot").webdriver().event("z3", "page_view", 1));
        add(browser("shop", "2026-03-25T03:00")
                .ip("203.0.113.5")
                .visitor("staff")
                .event("z4", "purchase", 1)
                .order("o-99")
                .value("1.00", "EUR"));
        add(browser("shop", "2026-03-26T03:00")
                .header("sec-purpose", "prefetch")
                .event("z5", "page_view", 1));
        add(browser("shop", "2026-03-26T04:00")
                .visitor("anna")
                .event("z6", "", 1)
                .event("z7", "page_view", 2000)
                .event("z8", "page_view", 1));
        add(browser("shop", "2026-03-27T04:00")
                .visitor("anna")
                .event("z9", "purchase", 1)
                .order("o-5")
                .with("type", "refund"));
        for (String day : List.of("2026-03-22", "2026-03-25", "2026-03-30")) {
            add(browser("shop", day + "T19:00")
                    .visitor("erin")
                    .event(id(), "view_item", 9)
                    .event(id(), "add_to_cart", 8)
                    .prop("price", 99)
                    .event(id(), "purchase", 3)
                    .order("erin-" + day)
                    .value("99.00", "EUR"));
        }
        add(browser("shop", "2026-03-26T19:00")
                .visitor("erin")
                .user("erin@shop")
                .event(id(), "identify", 2));
        add(browser("shop", "2026-03-27T19:00")
                .visitor("cleo")
                .event(id(), "purchase", 1)
                .order("erin-2026-03-25")
                .value("98.00", "EUR"));
    }

    /** For the funnel with an exclusion: completed, broken, too late, and still open. */
    private void carts() {
        add(browser("shop", "2026-04-01T10:00")
                .visitor("gwen")
                .event("g1", "view_item", 9)
                .event("g2", "add_to_cart", 8)
                .prop("price", 40)
                .event("g3", "begin_checkout", 6)
                .event("g4", "purchase", 5)
                .order("o-20")
                .value("40.00", "EUR"));
        add(browser("shop", "2026-04-01T11:00")
                .visitor("hugo")
                .event("g5", "add_to_cart", 8)
                .prop("price", 41)
                .event("g6", "cancel", 6)
                .event("g7", "purchase", 5)
                .order("o-21")
                .value("41.00", "EUR"));
        add(browser("shop", "2026-03-31T11:00")
                .visitor("ines")
                .event("g8", "add_to_cart", 8)
                .prop("price", 42));
        add(browser("shop", "2026-04-03T11:00")
                .visitor("ines")
                .event("g9", "purchase", 5)
                .order("o-22")
                .value("42.00", "EUR"));
        add(browser("shop", "2026-04-05T11:00")
                .visitor("jana")
                .event("g10", "view_item", 8)
                .event("g11", "add_to_cart", 7)
                .prop("price", 43)
                .event("g12", "begin_checkout", 6));
    }

    /** Before the last delivery and after the last run. */
    private void night() {
        add(browser("shop", "2026-04-06T05:00")
                .visitor("cleo")
                .event("h1", "page_view", 6)
                .event("h2", "engagement", 5)
                .prop("engaged_ms", 50_000)
                .event("h3", "add_to_cart", 2)
                .prop("price", 60));
        add(server("shop", "2026-04-06T05:30")
                .visitor("dirk")
                .eventAt("h4", "purchase", "2026-03-31T08:00")
                .order("o-7")
                .value("61.00", "EUR")
                .eventAt("h5", "heart", "2026-03-21T08:00"));
        add(browser("shop", "2026-04-06T05:40").ip("198.51.100.9").event("h6", "heart", 5));
        // This day's averages are used, and therefore stored, before the tables are dumped (G2).
        add(browser("blog", "2026-04-06T06:20")
                .visitor("yves")
                .event("h7", "page_view", 6)
                .event("h8", "engagement", 5)
                .prop("engaged_ms", 40_000));
    }

    private void otherSites() {
        for (LocalDate day = FIRST_DAY; !day.isAfter(LAST_DAY); day = day.plusDays(2)) {
            Body visit = browser("blog", day + "T05:30")
                    .visitor("yves")
                    .page("/blog/a")
                    .referrer("https://chatgpt.com/");
            read(visit);
            add(visit);
            add(browser("blog", day + "T20:00")
                    .ip("198.51.100.3")
                    .event(id(), "page_view", 2)
                    .event(id(), "lead", 1)
                    .value("12.30", "USD"));
        }
        add(browser("disputed", "2026-03-25T10:00")
                .visitor("mona")
                .event("f1", "add_to_cart", 9)
                .event("f2", "purchase", 5)
                .order("o-1")
                .value("10.00", "EUR"));
        add(server("disputed", "2026-03-25T11:00")
                .visitor("nils")
                .event("f3", "add_to_cart", 9)
                .event("f4", "purchase", 5)
                .order("o-1")
                .value("11.00", "EUR"));
        add(browser("disputed", "2026-03-26T10:00")
                .visitor("mona")
                .event("f5", "purchase", 5)
                .order("o-2")
                .value("20.00", "EUR"));
        add(server("disputed", "2026-03-27T10:00")
                .event("f6", "purchase", 5)
                .order("o-2")
                .value("5.00", "USD")
                .with("type", "refund"));
        add(server("disputed", "2026-03-28T10:00")
                .event("f7", "purchase", 50)
                .order("o-3")
                .value("30.00", "EUR"));
        add(browser("disputed", "2026-03-28T10:01")
                .ip("198.51.100.4")
                .event("f8", "purchase", 5)
                .order("o-3")
                .value("31.00", "EUR"));
    }

    private void morning() {
        add(browser("shop", "2026-04-06T07:10")
                .visitor("jana")
                .event("y1", "purchase", 5)
                .order("o-23")
                .value("43.00", "EUR"));
        add(browser("shop", "2026-04-06T07:20")
                .visitor("anna")
                .user("annika")
                .event("y2", "identify", 5)
                .event("y3", "page_view", 4));
        add(server("shop", "2026-04-06T07:30")
                .visitor("vera")
                .eventAt("y4", "purchase", "2026-03-30T12:00")
                .order("o-20")
                .value("39.00", "EUR")
                .eventAt("y5", "heart", "2026-03-22T12:00"));
        add(browser("shop", "2026-04-06T07:40")
                .ip("198.51.100.1")
                .event("y6", "page_view", 9)
                .event("y7", "heart", 5));
        add(browser("shop", "2026-04-06T07:50")
                .header("user-agent", Body.CRAWLER)
                .event("y8", "page_view", 9));
        add(server("shop", "2026-04-06T08:00")
                .visitor("cleo")
                .eventAt("p1", "view_item", "2026-03-23T12:55")
                .event("y9", "purchase", 5)
                .order("o-4")
                .value("33.00", "EUR"));
        add(browser("shop", "2026-04-06T08:10")
                .visitor("dirk")
                .clockAhead(Duration.ofHours(1))
                .event("t1", "view_item", 5)
                .event("y10", "view_item", 3)
                .event("y11", "", 1));
        add(server("shop", "2026-04-06T08:20")
                .event("y12", "purchase", 5)
                .order("o-7")
                .value("10.00", "EUR")
                .with("type", "refund"));
        add(browser("blog", "2026-04-06T08:30")
                .visitor("yves")
                .event("y13", "lead", 3)
                .value("1.00", "USD"));
        add(server("disputed", "2026-04-06T08:40").visitor("mona").event("y14", "add_to_cart", 3));
    }

    /** The README next to the fixtures explains each. */
    private void afterwards() {
        add(server("shop", "2026-04-02T09:00")
                .visitor("karl")
                .eventAt("q1", "add_to_cart", "2026-04-01T08:00")
                .prop("price", 40));
        add(server("shop", "2026-04-06T10:00")
                .visitor("tablet")
                .user("zoe")
                .eventAt("l1", "identify", "2026-03-24T09:00"));
        add(server("shop", "2026-04-06T10:05")
                .visitor("wim")
                .eventAt("l2", "purchase", "2026-03-23T08:00")
                .order("o-8")
                .value("71.00", "EUR"));
        add(server("shop", "2026-04-06T10:10")
                .eventAt("l3", "purchase", "2026-04-06T09:00")
                .order("o-9")
                .with("type", "refund")
                .eventAt("l4", "purchase", "2026-04-06T09:01")
                .order("o-10")
                .value("5.00", "EUR")
                .with("type", "refund"));
        add(browser("shop", "2026-04-06T10:15")
                .visitor("gwen")
                .event("l5", "heart", 22 * 60)
                .event("l6", "view_item", 21 * 60));
        add(server("shop", "2026-04-06T10:20")
                .visitor("ines")
                .eventAt("l7", "add_to_cart", "2026-04-02T10:00")
                .prop("price", 44));
        add(browser("shop", "2026-04-06T10:25")
                .ip("198.51.100.2")
                .eventAt("l8", "page_view", "2026-04-05T23:58")
                .eventAt("l9", "heart", "2026-04-06T00:01"));
        add(browser("shop", "2026-04-06T10:30")
                .visitor("anna")
                .clockAhead(Duration.ofHours(-5))
                .event("t2", "heart", 2));
        add(server("shop", "2026-04-06T10:35")
                .visitor("erin")
                .eventAt("l10", "heart", "2026-03-30T18:00")
                .event("l11", "heart", 3));
        add(server("blog", "2026-04-06T10:40").visitor("yves").eventAt("l12", "view_item", "2026-03-22T05:00"));
        add(server("disputed", "2026-04-06T10:45")
                .visitor("nils")
                .eventAt("l13", "purchase", "2026-03-27T10:00")
                .order("o-2")
                .value("19.00", "EUR"));
    }
}
