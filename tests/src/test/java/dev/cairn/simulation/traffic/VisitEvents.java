package dev.cairn.simulation.traffic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The events of one visit: pages, reading, and a path towards an order that may end anywhere. */
final class VisitEvents {
    /** One event and its time by our clock. */
    record Happened(long at, ObjectNode event) {}

    private static final List<String> ORIGINS = List.of(
            "?utm_source=news&utm_medium=email&utm_campaign=spring",
            "?utm_source=google&utm_medium=cpc&utm_term=lamp&utm_content=a",
            "?gclid=abc123",
            "");
    private static final List<String> REFERRERS = List.of(
            "https://www.google.com/",
            "https://www.facebook.com/",
            "https://pay.example/done",
            "https://shop.example/",
            "https://blog.example/post");
    private static final String SHOP = "https://shop.example";

    private final Random random;
    private final Orders orders;
    private final List<Happened> happened = new ArrayList<>();
    private final int steps;
    private long time;

    VisitEvents(Random random, Orders orders, long begin, int steps) {
        this.random = random;
        this.orders = orders;
        this.time = begin;
        this.steps = steps;
    }

    List<Happened> events() {
        page(
                SHOP
                        + (random.nextBoolean() ? "/" : "/blog/" + random.nextInt(3))
                        + ORIGINS.get(random.nextInt(ORIGINS.size())),
                referrer());
        for (int more = random.nextInt(steps); more > 0; more--) {
            step();
        }
        if (random.nextInt(3) == 0) {
            towardsOrder();
        }
        return happened;
    }

    private void step() {
        switch (random.nextInt(7)) {
            case 0, 1 -> page(SHOP + "/p/" + random.nextInt(4), null);
            case 2, 3 -> {
                ObjectNode props = event("engagement").putObject("props");
                props.put("engaged_ms", random.nextInt(40_000))
                        .put("scroll", random.nextInt(101))
                        .put("scrolled", random.nextBoolean());
            }
            case 4 ->
                event("video_complete")
                        .putObject("props")
                        .put("video", "v" + random.nextInt(2))
                        .put("percent", 80 + random.nextInt(21));
            case 5 -> event("form_submit").putObject("props").put("form", random.nextBoolean() ? "lead" : "other");
            default -> event("view_item").putObject("props").put("sku", "s" + random.nextInt(4));
        }
    }

    private void towardsOrder() {
        event("view_item").putObject("props").put("sku", "s1");
        if (random.nextInt(4) > 0) {
            money(event("add_to_cart"), random.nextInt(5_000));
        }
        if (random.nextInt(6) == 0) {
            event("order_cancelled");
        }
        if (random.nextInt(3) > 0) {
            event("begin_checkout");
        }
        if (random.nextInt(3) > 0) {
            ObjectNode purchase = event("purchase");
            int cents = 100 + random.nextInt(20_000);
            money(purchase, cents);
            orders.placed(purchase, time, cents);
        }
    }

    private void page(String url, @Nullable String referrer) {
        ObjectNode page = event("page_view").put("url", url);
        if (referrer != null) {
            page.put("referrer", referrer);
        }
    }

    private ObjectNode event(String name) {
        time += random.nextInt(12) == 0 ? 1_700_000 + random.nextInt(300_000) : random.nextInt(90_000);
        ObjectNode event = Json.MAPPER.createObjectNode().put("id", id(random)).put("name", name);
        if (random.nextInt(3) == 0) {
            event.put("seq", random.nextInt(3));
        }
        happened.add(new Happened(time, event));
        return event;
    }

    private @Nullable String referrer() {
        return random.nextInt(3) == 0 ? null : REFERRERS.get(random.nextInt(REFERRERS.size()));
    }

    static String id(Random random) {
        return Long.toString(random.nextLong(Long.MAX_VALUE), 36) + "-" + random.nextInt(1_000);
    }

    static void money(ObjectNode event, int cents) {
        money(event, cents, "EUR");
    }

    static void money(ObjectNode event, int cents, String currency) {
        event.putObject("value")
                .put("amount", cents / 100 + "." + "%02d".formatted(cents % 100))
                .put("currency", currency);
    }
}
