package dev.cairn.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** A day of a small shop in the format of the real shop's file, for machines without that file, and for speed. */
final class SyntheticShop {
    private static final long START = 1_740_268_800_000L;
    private static final long DAY_MILLIS = 86_400_000;
    private static final int VISITORS = 120;
    private static final List<String> NAMES = List.of("page_view", "add_to_cart", "purchase");
    private static final String PLAN = """
            {"goals": {
              "add_to_cart": {"tier": "micro", "kind": "milestone", "match": {"event": "add_to_cart"}, "count": "event"},
              "purchase": {"tier": "macro", "match": {"event": "purchase"}, "count": "order", "value": "event"}},
             "funnels": {"sale": {"steps": ["add_to_cart", "purchase"], "window": "30d"}}}
            """;

    private SyntheticShop() {}

    static String plan() {
        try {
            return ShopFile.withSite((ObjectNode) Json.MAPPER.readTree(PLAN));
        } catch (IOException notOurs) {
            throw new UncheckedIOException(notOurs);
        }
    }

    /** Every tenth visitor is a robot; every twentieth has no name. */
    static List<ShopEvent> events() {
        Random random = new Random(1);
        List<ShopEvent> events = new ArrayList<>();
        for (int visitor = 0; visitor < VISITORS; visitor++) {
            long at = START + (long) (random.nextDouble() * (DAY_MILLIS - 300_000));
            for (int i = 0; i <= visitor % 3; i++) {
                at += random.nextInt(60_000);
                events.add(ShopEvent.of(body(visitor, i, at)));
            }
        }
        events.sort(Comparator.comparingLong(ShopEvent::at));
        return events;
    }

    private static ObjectNode body(int visitor, int number, long at) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("site", ShopFile.SITE);
        ObjectNode event = body.putArray("events")
                .addObject()
                .put("id", "%024d%02d".formatted(visitor, number))
                .put("name", NAMES.get(number))
                .put("at", at);
        if (number == 2) {
            event.put("order_id", "order-" + visitor);
            event.putObject("value").put("amount", "12.50").put("currency", "USD");
        }
        body.putObject("context")
                .put("url", "https://shop.example/products/" + visitor)
                .put(
                        "user_agent",
                        visitor % 10 == 0 ? "Googlebot/2.1" : "Mozilla/5.0 (X11; Linux x86_64) Firefox/135.0");
        body.putObject("consent").put("analytics", true).put("ads", false);
        if (visitor % 20 != 19) {
            body.put("visitor", "%010d-abcdefghijkl".formatted(visitor));
        }
        return body;
    }
}
