package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.DeviceHash;
import dev.cairn.domain.event.ExclusionReason;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.Money;
import dev.cairn.domain.event.TestEvents;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.FlakyItems;
import dev.cairn.store.Item;
import dev.cairn.store.Json;
import dev.cairn.store.SetClock;
import dev.cairn.store.codec.DeliveryCodec;
import dev.cairn.store.memory.MemoryItemStore;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * G5: what is stored and counted is a function of the set of events. Random journeys of few visitors with everything
 * that moves (orders by several, refunds, corrected times over midnight, conflicting copies, users on two devices) in
 * one order and one batch, against shuffled, repeated, batched, with failing tables.
 */
class AnyOrderTest {
    static final String PLAN = """
            extends: default
            sites:
              shop: {name: Shop, time_zone: Europe/Brussels, currency: EUR, origins: []}
            goals:
              blog_read: {tier: micro, kind: secondary, match: {scroll_depth: {min: 50}, url: "/blog/*"}}
              regular: {tier: micro, kind: secondary, match: {visit_frequency: {min: 3}}}
              minute: {tier: micro, kind: secondary, match: {dwell: {min: 60s}}}
              hearts: {tier: micro, kind: secondary, match: {event: heart}, count: visit}
            funnels:
              fast: {steps: [add_to_cart, purchase], window: 1d, exclude: [{event: cancel, from: 1, to: 2}]}
            """;
    static final Instant NOW = Instant.parse("2026-03-10T11:00:00Z");
    private static final int MOST_FAILURES = 3;

    static LongStream seeds() {
        return LongStream.range(Long.getLong("first", 0), Long.getLong("seeds", 40));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void G5_arrivalOrderDuplicatesRetriesAndBatchBordersChangeNothing(long seed) {
        List<byte[]> records = records(new Random(seed));

        MemoryItemStore expected = new MemoryItemStore(new SetClock(NOW));
        Pipeline calm = new Pipeline(expected, new SetClock(NOW), PLAN, "shop");
        assertThat(calm.deliver(0, records)).isEmpty();
        calm.aggregate();

        MemoryItemStore actual = new MemoryItemStore(new SetClock(NOW));
        FlakyItems flaky = new FlakyItems(actual, seed, 0.01);
        flaky.heal();
        Pipeline stormy = new Pipeline(flaky, new SetClock(NOW), PLAN, "shop");
        deliverStormily(stormy, flaky, records, new Random(seed + 1));
        flaky.heal();
        stormy.aggregate();

        assertThat(rows(expected)).isNotEmpty();
        assertThat(differences(rows(expected), rows(actual))).isEmpty();
    }

    static List<String> differences(Map<String, String> expected, Map<String, String> actual) {
        TreeSet<String> keys = new TreeSet<>(expected.keySet());
        keys.addAll(actual.keySet());
        return keys.stream()
                .filter(key -> !Objects.equals(expected.get(key), actual.get(key)))
                .map(key -> key + "\n  expected " + expected.get(key) + "\n  but was  " + actual.get(key))
                .toList();
    }

    /** A record that failed a few times is let through: it makes so many calls that one of them would always fail. */
    private static void deliverStormily(Pipeline pipeline, FlakyItems flaky, List<byte[]> records, Random random) {
        List<byte[]> shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, random);
        int from = 0;
        int failures = 0;
        while (from < shuffled.size()) {
            int to = Math.min(shuffled.size(), from + 1 + random.nextInt(20));
            if (failures < MOST_FAILURES) {
                flaky.hurt();
            } else {
                flaky.heal();
            }
            Optional<String> failed = pipeline.deliver(from, shuffled.subList(from, to));
            flaky.hurt();
            int next = failed.map(Integer::parseInt).orElse(to);
            failures = next == from ? failures + 1 : 0;
            from = random.nextInt(10) == 0 ? Math.max(0, next - random.nextInt(15)) : next;
            if (random.nextInt(8) == 0) {
                try {
                    pipeline.aggregate();
                } catch (RuntimeException theNextRunIsRight) {
                    // injected
                }
            }
        }
    }

    static Map<String, String> rows(MemoryItemStore items) {
        Map<String, String> rows = new TreeMap<>();
        for (Item item : items.all()) {
            String partition = item.key().partition();
            if (partition.startsWith("row#")) {
                String figures = Json.read(item.body(), com.fasterxml.jackson.databind.JsonNode.class)
                        .path("figures")
                        .toString();
                if (!figures.matches("[^1-9]*")) {
                    rows.put(partition + " " + item.key().sort(), figures);
                }
            }
        }
        return rows;
    }

    static List<byte[]> records(Random random) {
        List<byte[]> records = new ArrayList<>();
        List<AcceptedEvent> past = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            VisitorKey visitor = switch (random.nextInt(8)) {
                case 0 -> VisitorKey.NOBODY;
                case 1 -> new VisitorKey(LinkLevel.DAILY, "daily" + random.nextInt(3));
                case 2 -> new VisitorKey(LinkLevel.USER, "user" + random.nextInt(2));
                default -> new VisitorKey(LinkLevel.DEVICE, "device" + random.nextInt(3));
            };
            long receivedAt = NOW.toEpochMilli() - random.nextInt(5 * 86_400) * 1000L;
            List<AcceptedEvent> events = new ArrayList<>();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                AcceptedEvent event = !past.isEmpty() && random.nextInt(5) == 0
                        ? again(past.get(random.nextInt(past.size())), receivedAt, random)
                        : event(receivedAt, "e" + past.size() + "-" + i + "-" + n, random);
                events.add(event);
                past.add(event);
            }
            records.add(DeliveryCodec.write(new Delivery(
                    "request-" + i + "/0",
                    "shop",
                    receivedAt,
                    1,
                    new Delivery.Sender(
                            visitor,
                            visitor.link() == LinkLevel.USER && random.nextInt(4) > 0
                                    ? new DeviceHash("device" + random.nextInt(3))
                                    : null,
                            null,
                            random.nextBoolean(),
                            false),
                    events,
                    random.nextInt(6) == 0 ? List.of(new Delivery.Rejected(9, "missing_name", "{}")) : List.of())));
        }
        return records;
    }

    /** The same id again: as it was, with other content, or with another corrected time. */
    private static AcceptedEvent again(AcceptedEvent event, long receivedAt, Random random) {
        long at = event.time().adjusted() ? receivedAt - random.nextInt(3_600) * 1000L : event.at();
        boolean differs = random.nextInt(3) == 0;
        TestEvents.Accepted again = TestEvents.copyOf(event).at(at).excluded(null);
        if (differs && event.transaction().orderId() != null) {
            again.order("order-" + random.nextInt(6));
        }
        return (differs ? again.content(random.nextInt(3)) : again).build();
    }

    private static AcceptedEvent event(long receivedAt, String id, Random random) {
        boolean adjusted = random.nextInt(4) == 0;
        String name = List.of(
                        "page_view",
                        "page_view",
                        "engagement",
                        "view_item",
                        "add_to_cart",
                        "begin_checkout",
                        "purchase",
                        "purchase",
                        "cancel",
                        "heart",
                        "video_complete")
                .get(random.nextInt(11));
        boolean purchase = name.equals("purchase");
        Map<String, Object> props = name.equals("engagement")
                ? Map.of(
                        "engaged_ms", BigDecimal.valueOf(random.nextInt(50_000)),
                        "scroll", BigDecimal.valueOf(random.nextInt(100)),
                        "scrolled", random.nextBoolean())
                : Map.of();
        return TestEvents.accepted(name)
                .id(id)
                .at(receivedAt - (adjusted ? random.nextInt(600) : random.nextInt(86_400)) * 1000L)
                .seq(random.nextInt(3))
                .adjusted(adjusted)
                .url("https://shop.example/" + (random.nextBoolean() ? "blog/" : "p/") + random.nextInt(3)
                        + (random.nextInt(4) == 0 ? "?utm_source=news&utm_medium=email" : ""))
                .referrer(random.nextInt(3) == 0 ? "https://www.google.com/" : null)
                .props(props)
                .value(
                        purchase && random.nextInt(4) > 0
                                ? new Money(BigDecimal.valueOf(random.nextInt(100)), "EUR")
                                : null)
                .order(purchase && random.nextInt(5) > 0 ? "order-" + random.nextInt(6) : null)
                .refund(purchase && random.nextInt(6) == 0)
                .content(random.nextInt(3))
                .excluded(random.nextInt(12) == 0 ? ExclusionReason.CRAWLER : null)
                .deviceClass(random.nextBoolean() ? "mobile" : "desktop")
                .build();
    }
}
