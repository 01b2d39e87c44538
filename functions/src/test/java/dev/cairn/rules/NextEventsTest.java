package dev.cairn.rules;

import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.Json;
import org.junit.jupiter.api.Test;

/** H3: what visitors did instead of a funnel's next step, from events to the row. */
class NextEventsTest {
    private static final String DAY = "2026-03-05";
    private static final String PLAN = """
            sites:
              shop: {name: Shop, time_zone: UTC, currency: EUR, origins: []}
            goals:
              cart: {tier: micro, kind: milestone, match: {event: cart}}
              checkout: {tier: micro, kind: milestone, match: {event: checkout}}
              order: {tier: macro, match: {event: order}}
            funnels:
              buying: {steps: [cart, checkout, order], window: 7d}
            """;
    private static final String LAMP = "https://shop.example/p/42?x=1";

    private final Shop shop = new Shop(PLAN, items -> items);

    private JsonNode row() {
        return shop.row("next_events", DAY);
    }

    private static JsonNode json(String text) {
        return Json.read(text, JsonNode.class);
    }

    @Test
    void H3_thePageAfterTheStepIsWhatWasDoneInstead() {
        shop.send(
                        event("page_view", "2026-03-05T09:59Z").url("https://shop.example/"),
                        event("cart", "2026-03-05T10:00Z"),
                        event("engagement", "2026-03-05T10:01Z").url(LAMP).prop("engaged_ms", 1_500),
                        event("page_view", "2026-03-05T10:02Z").url(LAMP),
                        event("search", "2026-03-05T10:03Z"))
                .run();

        assertThat(row()).isEqualTo(json("""
                {"buying":{"after":[{"nothing":0,"pages":{"shop.example/p/42":1},"events":{}},
                  {"nothing":0,"pages":{},"events":{}}]}}"""));
    }

    @Test
    void H3_theFirstEventThatReachedTheLastStepCounts() {
        shop.send(
                        event("cart", "2026-03-05T10:00Z"),
                        event("checkout", "2026-03-05T10:01Z"),
                        event("search", "2026-03-05T10:02Z"),
                        event("checkout", "2026-03-05T10:03Z"),
                        event("cart", "2026-03-05T10:04Z"))
                .run();

        assertThat(row().at("/buying/after/1/events")).isEqualTo(json("{\"search\":1}"));
        assertThat(row().at("/buying/after/0/events")).isEqualTo(json("{}"));
    }

    @Test
    void H3_whoStopsDoesNothingAndWhoFinishesIsNotCounted() {
        VisitorKey other = new VisitorKey(LinkLevel.DEVICE, "other");
        shop.send(
                        event("cart", "2026-03-05T10:00Z"),
                        event("checkout", "2026-03-05T10:01Z"),
                        event("order", "2026-03-05T10:02Z"),
                        event("search", "2026-03-05T10:03Z"),
                        event("cart", "2026-03-05T11:00Z").by(other),
                        event("search", "2026-03-06T00:00Z").by(other))
                .run();

        assertThat(row()).isEqualTo(json("""
                {"buying":{"after":[{"nothing":1,"pages":{},"events":{}},{"nothing":0,"pages":{},"events":{}}]}}"""));
    }

    @Test
    void H3_aDayKeepsTheThousandLargest() {
        for (int i = 0; i < 1_002; i++) {
            VisitorKey visitor = new VisitorKey(LinkLevel.DEVICE, "d" + i);
            String page = "https://shop.example/p/%04d".formatted(i == 1_001 ? 0 : i);
            shop.send(
                    event("cart", "2026-03-05T10:00Z").by(visitor),
                    event("page_view", "2026-03-05T10:01Z").by(visitor).url(page));
        }
        shop.run();

        JsonNode pages = row().at("/buying/after/0/pages");
        assertThat(pages.size()).isEqualTo(1_001);
        assertThat(pages.path("shop.example/p/0000").asInt()).isEqualTo(2);
        assertThat(pages.path("(other)").asInt()).isEqualTo(1);
        assertThat(pages.has("shop.example/p/1000")).isFalse();
    }
}
