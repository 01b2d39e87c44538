package dev.cairn.browser.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Cairn;
import dev.cairn.store.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/**
 * Eighty days of a shop, always the same, long enough for every insight. On each day 14 new visitors come at the same
 * time of the day. All view a product; four fill a cart, two of them buy a lamp at once or two days later, and of the
 * others one in twenty buys after three days. A form is refused on every second day, a video breaks on every fourth.
 * Today sixty visitors come and none views a product: that is broken.
 */
final class History {
    static final int DAYS = 80;
    static final int VISITORS_TODAY = 60;
    private static final int VISITORS = 14;
    private static final int EVENTS_A_BODY = 500;
    private static final int WEEK = 7;

    /** Lines of the site in the plan. */
    static final String TARGETS =
            "targets: {orders: {metric: conversions, goal: purchase, value: 230, from: %s, to: %s}}"
                    .formatted(LocalDate.now().minusDays(60), LocalDate.now().plusDays(30));

    static final String AUDIENCES =
            "audiences: {left_cart: {did: add_to_cart, not: purchase, after: 24h, within: 30d}}";

    private final ArrayNode events = Json.MAPPER.createArrayNode();
    private final Instant morning = Instant.now().minus(Duration.ofHours(3));

    private History() {}

    /** A test's site with its plan, the history sent and counted once for all tests with this fixture's plan. */
    static String loadedInto(BrowserFixture stage) {
        Cairn cairn = stage.cairn();
        String site = stage.site().id();
        // What is usual on a weekday is computed by the day's first run: it has to see all of them at once.
        History weekdays = new History();
        History others = new History();
        for (int daysAgo = DAYS; daysAgo > 0; daysAgo--) {
            (daysAgo % WEEK == 0 && daysAgo <= 8 * WEEK ? weekdays : others).day(daysAgo);
        }
        weekdays.today();
        weekdays.send(cairn, site);
        others.send(cairn, site);
        return site;
    }

    private void day(int daysAgo) {
        for (int visitor = 0; visitor < VISITORS; visitor++) {
            String id = daysAgo + "-" + visitor;
            Instant start = morning.minus(Duration.ofDays(daysAgo)).plusSeconds(60L * visitor);
            event(id, "page_view", "/lamps", start, Map.of());
            event(id, "product_interest", "/lamps", start.plusSeconds(10), Map.of());
            reading(id, visitor, daysAgo, start);
            if (visitor < 4) {
                event(id, "add_to_cart", "/lamps", start.plusSeconds(30), Map.of());
            }
            if (visitor == 0) {
                event(id, "checkout_started", "/checkout", start.plusSeconds(60), Map.of());
                purchase(id, start.plusSeconds(120));
            } else if (visitor == 1 && daysAgo > 2) {
                purchase(id, start.plus(Duration.ofDays(2)));
            } else if (visitor == 9 && daysAgo % 2 == 0 && daysAgo > 3) {
                purchase(id, start.plus(Duration.ofDays(3)));
            }
        }
    }

    private void reading(String id, int visitor, int daysAgo, Instant start) {
        switch (visitor) {
            case 5 -> {
                event(id, "form_start", "/contact", start.plusSeconds(20), Map.of("form", "contact", "field", "name"));
                event(
                        id,
                        daysAgo % 2 == 0 ? "form_error" : "form_submit",
                        "/contact",
                        start.plusSeconds(40),
                        daysAgo % 2 == 0 ? Map.of("form", "contact", "field", "email") : Map.of("form", "contact"));
            }
            case 6 -> {
                event(id, "video_start", "/tour", start.plusSeconds(20), Map.of("video", "tour"));
                event(
                        id,
                        daysAgo % 4 == 0 ? "video_error" : "video_complete",
                        "/tour",
                        start.plusSeconds(50),
                        Map.of("video", "tour"));
            }
            case 7 -> event(id, "file_download", "/lamps", start.plusSeconds(20), Map.of("file", "/catalogue.pdf"));
            case 8 -> event(id, "outbound_click", "/lamps", start.plusSeconds(20), Map.of("host", "partner.example"));
            default -> {}
        }
    }

    private void today() {
        for (int visitor = 0; visitor < VISITORS_TODAY; visitor++) {
            event("today-" + visitor, "page_view", "/lamps", morning.plusSeconds(20L * visitor), Map.of());
        }
    }

    private void purchase(String id, Instant at) {
        event(id, "purchase", "/checkout", at, Map.of())
                .put("order_id", "order-" + id)
                .putObject("value")
                .put("amount", "39.90")
                .put("currency", "EUR");
    }

    private ObjectNode event(String id, String name, String page, Instant at, Map<String, String> props) {
        ObjectNode event = events.addObject()
                .put("id", name + "-" + id)
                .put("name", name)
                .put("at", at.toEpochMilli())
                .put("visitor", "v-" + id);
        event.putObject("consent").put("analytics", true);
        event.putObject("context")
                .put("url", "https://shop.example" + page + (name.equals("page_view") ? "?utm_source=newsletter" : ""))
                .put("ip", "192.0.2.7");
        props.forEach(event.withObject("/props")::put);
        return event;
    }

    private void send(Cairn cairn, String site) {
        for (int from = 0; from < events.size(); from += EVENTS_A_BODY) {
            ObjectNode body = Json.MAPPER.createObjectNode().put("site", site);
            ArrayNode part = body.putArray("events");
            for (int i = from; i < Math.min(events.size(), from + EVENTS_A_BODY); i++) {
                part.add(events.get(i));
            }
            Trade.send(cairn, body);
        }
        cairn.aggregate();
    }
}
