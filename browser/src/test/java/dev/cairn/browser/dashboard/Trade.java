package dev.cairn.browser.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.browser.harness.Cairn;
import dev.cairn.store.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The history of a shop's visitors, sent by a server and always the same, so that tests know the figures. On each day
 * ten visitors view a product, four of them fill a cart, two go to the checkout, and one buys a lamp for 39.90 EUR.
 */
final class Trade {
    static final int VISITORS_A_DAY = 10;
    private static final int EVENTS_A_BODY = 500;
    private static final List<String> SOURCES = List.of("newsletter", "google", "lamp-blog");

    private final Cairn cairn;
    private final String site;
    private final boolean linkable;
    private final ArrayNode events = Json.MAPPER.createArrayNode();

    private Trade(Cairn cairn, String site, boolean linkable) {
        this.cairn = cairn;
        this.site = site;
        this.linkable = linkable;
    }

    /** Fourteen days up to today, with visitors who consent. */
    static void ofTwoWeeks(Cairn cairn, String site) {
        Trade trade = new Trade(cairn, site, true);
        for (int daysAgo = 13; daysAgo >= 0; daysAgo--) {
            trade.day(daysAgo);
        }
        trade.send();
    }

    /** Fourteen days up to yesterday and today, with visitors who consent: ten a day, 140 in the days before today. */
    static void ofTwoWholeWeeks(Cairn cairn, String site) {
        Trade trade = new Trade(cairn, site, true);
        for (int daysAgo = 14; daysAgo >= 0; daysAgo--) {
            trade.day(daysAgo);
        }
        trade.send();
    }

    /** Today, with visitors who consent: none has been followed for as much as a day. */
    static void ofToday(Cairn cairn, String site) {
        Trade trade = new Trade(cairn, site, true);
        trade.day(0);
        trade.send();
    }

    /** Today, with visitors who do not consent: none can be followed across days. */
    static void withoutConsent(Cairn cairn, String site) {
        Trade trade = new Trade(cairn, site, false);
        trade.day(0);
        trade.send();
    }

    /** One visitor who buys twice today without having looked at a product: two conversions that no funnel has. */
    static void twiceToday(Cairn cairn, String site) {
        Trade trade = new Trade(cairn, site, true);
        for (int order = 0; order < 2; order++) {
            trade.event("twice", "purchase", 0, Instant.now().minusSeconds(60L - order))
                    .put("id", "twice-" + order)
                    .put("order_id", "twice-" + order);
        }
        trade.send();
    }

    private void day(int daysAgo) {
        Instant morning = Instant.now().minus(Duration.ofDays(daysAgo)).minus(Duration.ofHours(1));
        for (int visitor = 0; visitor < VISITORS_A_DAY; visitor++) {
            visit(daysAgo + "-" + visitor, visitor, morning.plusSeconds(60L * visitor));
        }
    }

    private void visit(String id, int visitor, Instant start) {
        event(id, "page_view", visitor, start);
        event(id, "product_interest", visitor, start.plusSeconds(10));
        if (visitor < 4) {
            event(id, "add_to_cart", visitor, start.plusSeconds(30));
        }
        if (visitor < 2) {
            event(id, "checkout_started", visitor, start.plusSeconds(60));
        }
        if (visitor < 1) {
            event(id, "purchase", visitor, start.plusSeconds(120))
                    .put("order_id", "order-" + id)
                    .putObject("value")
                    .put("amount", "39.90")
                    .put("currency", "EUR");
        }
    }

    private ObjectNode event(String id, String name, int visitor, Instant at) {
        ObjectNode event = events.addObject()
                .put("id", name + "-" + id)
                .put("name", name)
                .put("at", at.toEpochMilli())
                .put("visitor", "v-" + id);
        event.putObject("consent").put("analytics", linkable);
        event.putObject("context")
                .put("url", "https://shop.example/lamps?utm_source=" + SOURCES.get(visitor % SOURCES.size()))
                .put("ip", "192.0.2." + visitor);
        return event;
    }

    private void send() {
        for (int from = 0; from < events.size(); from += EVENTS_A_BODY) {
            ObjectNode body = Json.MAPPER.createObjectNode().put("site", site);
            ArrayNode part = body.putArray("events");
            for (int i = from; i < Math.min(events.size(), from + EVENTS_A_BODY); i++) {
                part.add(events.get(i));
            }
            send(cairn, body);
        }
        cairn.aggregate();
    }

    /** Sends one body with the admin key as a server key. */
    static void send(Cairn cairn, ObjectNode body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(cairn.origin() + "/v1/events"))
                .header("Authorization", "Bearer " + cairn.adminKey())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 500 || answer.statusCode() == 401) {
                throw new AssertionError("events were answered with " + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cairn did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
