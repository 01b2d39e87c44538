package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.statistic.IngestionBalance;
import dev.cairn.store.statistic.IngestionLedger;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.store.work.Quarantine;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Section 10: received = accepted + rejected (by reason) per site, including wholly rejected bodies, from bodies to
 * rows.
 */
class RejectedFloodsTest {
    private static final String PLAN = """
            sites:
              shop: {name: Shop, time_zone: Europe/Brussels, currency: EUR, origins: ["https://shop.example"]}
              blog: {name: Blog, time_zone: UTC, currency: EUR, origins: ["https://blog.example"]}
            goals: {}
            """;
    private static final String REJECTED =
            "{\"id\":\"a\"},{\"name\":\"x\"},{\"id\":\"b\",\"name\":\"x\",\"seq\":\"7\"}";

    /** Counts by site, day of receipt, and reason or {@code accepted}. */
    private final Map<String, Long> sent = new TreeMap<>();

    private final SetClock clock = new SetClock(Instant.parse("2026-03-10T22:59:30Z"));
    private final MemoryItemStore items = new MemoryItemStore(clock);
    private final Pipeline pipeline = new Pipeline(items, clock, PLAN, "shop");
    private final Random random = new Random(5);
    private int accepted;

    @Test
    void receivedIsAcceptedPlusRejectedForFloodsOfTwoSites() {
        for (int i = 0; i < 1_500; i++) {
            clock.forward(Duration.ofMillis(random.nextInt(60)));
            switch (random.nextInt(40)) {
                case 0 -> sound("shop");
                case 1 -> sound("blog");
                case 2, 3, 4, 5, 6 -> rejected("blog");
                default -> rejected("shop");
            }
        }
        clock.forward(Duration.ofMinutes(1));
        sound("blog");
        deliverTwiceInDisorder();
        pipeline.aggregate();

        assertThat(counted()).isEqualTo(sent);
        assertThat(sent.keySet()).anyMatch(key -> key.startsWith("shop 2026-03-11 missing_name"));
    }

    private void rejected(String site) {
        assertThat(post(site, REJECTED)).isEqualTo(422);
        List.of("missing_name", "missing_id", "invalid_seq").forEach(reason -> sent(site, reason));
    }

    private void sound(String site) {
        assertThat(post(site, "{\"id\":\"s" + accepted++ + "\",\"name\":\"x\"}"))
                .isEqualTo(202);
        sent(site, "accepted");
    }

    private int post(String site, String events) {
        Map<String, String> page = Map.of("origin", "https://" + site + ".example", "content-type", "text/plain");
        return pipeline.post("{\"site\":\"" + site + "\",\"events\":[" + events + "]}", page)
                .path("statusCode")
                .asInt();
    }

    private void sent(String site, String what) {
        sent.merge(site + " " + site(site).zones().dayOf(clock.millis()) + " " + what, 1L, Long::sum);
        sent.merge(site + " " + site(site).zones().dayOf(clock.millis()) + " received", 1L, Long::sum);
    }

    private Site site(String id) {
        return new PlanRepository(items, clock, Duration.ZERO).current().sites().get(id);
    }

    private void deliverTwiceInDisorder() {
        List<byte[]> records = new ArrayList<>(pipeline.takeStream());
        records.addAll(records);
        Collections.shuffle(records, random);
        for (int from = 0; from < records.size(); from += 50) {
            assertThat(pipeline.deliver(from, records.subList(from, Math.min(records.size(), from + 50))))
                    .isEmpty();
        }
    }

    private Map<String, Long> counted() {
        Map<String, Long> counted = new TreeMap<>();
        IngestionLedger days = new IngestionLedger(new StatisticRows(items), new Quarantine(items, clock));
        for (String site : List.of("shop", "blog")) {
            LocalDate today = LocalDate.parse("2026-03-11");
            days.of(site, site(site).retentionDays(), today.minusDays(2), today).forEach((day, received) -> {
                String place = site + " " + day + " ";
                received.counts().rejected().forEach((reason, count) -> counted.put(place + reason, count));
                put(counted, place, received);
            });
        }
        return counted;
    }

    private static void put(Map<String, Long> counted, String place, IngestionBalance received) {
        counted.put(place + "accepted", received.accepted());
        counted.put(place + "received", received.received());
        counted.values().removeIf(count -> count == 0);
    }
}
