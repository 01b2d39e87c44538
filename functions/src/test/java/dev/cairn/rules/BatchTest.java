package dev.cairn.rules;

import static dev.cairn.rules.Sent.ANNA;
import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.ExclusionReason;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.BreakingItems;
import dev.cairn.store.Hashes;
import dev.cairn.store.Item;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import dev.cairn.store.statistic.IngestionBalance;
import dev.cairn.store.statistic.Watermark;
import dev.cairn.store.visitor.VisitorDayEraser;
import dev.cairn.store.visitor.VisitorDayStore;
import dev.cairn.store.work.Quarantine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a batch does with records that are broken, too many, too new or too old, and that nothing vanishes. */
class BatchTest {
    private static final String PLAN = """
            goals:
              like: {tier: micro, kind: secondary, match: {event: like}}
              order: {tier: macro, match: {event: order}, count: order, value: event}
            """;
    private static final String DAY = "2026-03-10";

    private final Shop shop = new Shop(PLAN);

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] changed(byte[] record, Consumer<ObjectNode> change) {
        try {
            ObjectNode json = (ObjectNode) Json.MAPPER.readTree(record);
            change.accept(json);
            return text(json.toString());
        } catch (IOException inMemory) {
            throw new java.io.UncheckedIOException(inMemory);
        }
    }

    private static byte[] good() {
        return event("like", "2026-03-10T10:00Z").record("poison");
    }

    static Stream<Arguments> poison() {
        return Stream.of(
                Arguments.of("undecodable", text("")),
                Arguments.of("undecodable", text("not JSON")),
                Arguments.of("undecodable", text("[]")),
                Arguments.of("undecodable", text("null")),
                Arguments.of("undecodable", new byte[] {(byte) 0xff, 0}),
                Arguments.of("undecodable", changed(good(), json -> json.put("visitor", "?"))),
                Arguments.of(
                        "undecodable",
                        changed(good(), json -> json.withArray("events").add("x"))),
                Arguments.of(
                        "undecodable",
                        changed(good(), json -> json.withArray("events").addNull())),
                Arguments.of(
                        "undecodable",
                        changed(good(), json -> json.putArray("rejected").addNull())),
                Arguments.of(
                        "undecodable",
                        changed(good(), json -> json.putArray("rejected").addObject())),
                Arguments.of("undecodable", changed(good(), json -> ((ObjectNode) json.at("/events/0")).remove("id"))),
                Arguments.of(
                        "undecodable",
                        changed(
                                good(),
                                json -> ((ObjectNode) json.at("/events/0")).put("exclusion", "not_yet_invented"))),
                Arguments.of(
                        "undecodable",
                        changed(good(), json -> ((ObjectNode) json.at("/events/0")).put("at", Long.MAX_VALUE))),
                Arguments.of("undecodable", changed(good(), json -> json.put("received_at", Long.MIN_VALUE))),
                Arguments.of("unknown_schema", changed(good(), json -> json.put("schema", 2))),
                Arguments.of("unknown_site", changed(good(), json -> json.put("site", "?"))));
    }

    @Test
    void aReadableRecordIsQuarantinedUnderTheSiteItNamesOnTheDayItWasReceived() {
        byte[] elsewhere = changed(good(), json -> json.put("site", "nowhere"));
        byte[] laterPlan = changed(good(), json -> json.put("plan", 77));
        shop.clock.forward(java.time.Duration.ofDays(2));

        shop.deliver(List.of(elsewhere, laterPlan));

        Map<LocalDate, Map<String, Long>> one = Map.of(LocalDate.parse(DAY), Map.of("unknown_site", 1L));
        assertThat(shop.quarantined("nowhere")).isEqualTo(one);
        assertThat(shop.quarantined(Shop.SITE)).isEqualTo(one);
        assertThat(shop.quarantined(Quarantine.UNKNOWN_SITE)).isEmpty();
        assertThat(shop.quarantinedPayloads("nowhere")).containsExactly(elsewhere);
        assertThat(shop.quarantinedPayloads(Shop.SITE)).containsExactly(laterPlan);
    }

    @Test
    void aRecordIsQuarantinedByteForByteAlsoWhereItIsNoText() {
        byte[] noText = {(byte) 0xff, 0, (byte) 0xc3};

        shop.deliver(List.of(noText));

        assertThat(shop.quarantinedPayloads(Quarantine.UNKNOWN_SITE)).containsExactly(noText);
    }

    @Test
    void aPoisonRecordThatIsDeliveredAgainTheNextDayCountsOnTheFirst() {
        List<byte[]> batch = List.of(text("not JSON"));
        assertThat(shop.tryDeliver(50, batch)).isEmpty();
        shop.clock.forward(java.time.Duration.ofDays(1));
        assertThat(shop.tryDeliver(50, batch)).isEmpty();

        assertThat(shop.quarantined(Quarantine.UNKNOWN_SITE))
                .isEqualTo(Map.of(LocalDate.parse(DAY), Map.of("undecodable", 1L)));
    }

    @Test
    void whatDidNotFitIsKeptInTheRecordItCameIn() {
        shop.deliver(List.of(many("filling", 0, 5_000)));
        byte[] record = many("more", 4_999, 3);
        shop.deliver(List.of(record));

        assertThat(shop.quarantinedPayloads(Shop.SITE)).containsExactly(record);
    }

    @ParameterizedTest
    @MethodSource("poison")
    void aPoisonRecordIsQuarantinedOnceWithItsReasonAndItsNeighboursPassInOneAttempt(String reason, byte[] record) {
        List<byte[]> batch = List.of(
                shop.record(event("like", "2026-03-10T10:00Z")),
                record,
                shop.record(event("like", "2026-03-10T10:00Z").by(BOB)));

        assertThat(shop.tryDeliver(50, batch)).isEmpty();
        assertThat(shop.tryDeliver(50, batch)).isEmpty();

        shop.run();
        assertThat(shop.goal("like", DAY)).isEqualTo(List.of(2L, 2L));
        assertThat(shop.quarantined(Quarantine.UNKNOWN_SITE))
                .isEqualTo(Map.of(LocalDate.parse(DAY), Map.of(reason, 1L)));
    }

    @Test
    void R8_unknownFieldsOfARecordAreIgnored() {
        shop.deliver(List.of(changed(good(), json -> {
            json.put("hue", "blue");
            ((ObjectNode) json.at("/events/0")).putObject("mood").put("good", true);
        })));

        shop.run();
        assertThat(shop.goal("like", DAY)).isEqualTo(List.of(1L, 1L));
        assertThat(shop.quarantined(Quarantine.UNKNOWN_SITE)).isEmpty();
    }

    @Test
    void R8_unknownFieldsOfStoredItemsAreIgnored() {
        shop.send(
                event("like", "2026-03-10T10:00Z").seq(1),
                event("like", "2026-03-09T10:00Z"),
                event("order", "2026-03-10T10:00Z").order("o").value("1"));
        for (Item item : shop.tables.all()) {
            if (item.key().table() == Table.STATE) {
                String more = item.body().equals("{}")
                        ? "{\"new\":[1]}"
                        : "{\"new\":[1]," + item.body().substring(1);
                shop.tables.replace(new Item(item.key(), item.revision(), more, item.expires()));
            }
        }
        shop.send(event("like", "2026-03-10T11:00Z")).run();

        assertThat(shop.goal("like", DAY)).isEqualTo(List.of(2L, 1L));
        assertThat(shop.goal("order", DAY)).isEqualTo(List.of(1L, 1L));
        assertThat(shop.overview("2026-03-09")).isEqualTo(List.of(1L, 1L, 1L));
    }

    @Test
    void aFailureIsReportedAtTheLowestRecordOfTheVisitorThatFailed() {
        List<BreakingItems> around = new ArrayList<>();
        Shop broken = new Shop(Shop.plan(PLAN), items -> {
            around.add(new BreakingItems(items));
            return around.getFirst();
        });
        around.getFirst().dieAt(1);

        assertThat(broken.tryDeliver(
                        7,
                        List.of(
                                broken.record(event("like", "2026-03-10T10:00Z")),
                                broken.record(event("like", "2026-03-10T10:00Z").by(BOB)))))
                .contains("7");
    }

    @Test
    void whatComesBeforeTheLowestFailedRecordIsDoneForGood() {
        Shop halfBroken = new Shop(Shop.plan(PLAN), items -> new FailingFor(items, "d.anna"));

        assertThat(halfBroken.tryDeliver(
                        7,
                        List.of(
                                halfBroken.record(
                                        event("like", "2026-03-10T10:00Z").by(BOB)),
                                halfBroken.record(
                                        event("like", "2026-03-10T10:00Z").by(ANNA)),
                                halfBroken.record(
                                        event("like", "2026-03-10T11:00Z").by(ANNA)))))
                .contains("8");
        assertThat(halfBroken.run().goal("like", DAY)).isEqualTo(List.of(1L, 1L));
    }

    @Test
    void F10_theStreamIsReadNoFurtherThanToTheLowestFailedRecord() {
        Shop halfBroken = new Shop(Shop.plan(PLAN), items -> new FailingFor(items, "d.anna"));

        halfBroken.tryDeliver(
                7,
                List.of(
                        halfBroken.record(event("like", "2026-03-10T10:00Z").by(BOB)),
                        halfBroken.record(event("like", "2026-03-10T10:30Z").by(ANNA)),
                        halfBroken.record(event("like", "2026-03-10T11:00Z").by(BOB))));

        assertThat(new Watermark(halfBroken.tables).lowest()).hasValue(Sent.millis("2026-03-10T10:00Z"));
    }

    /** Tables in which one visitor's items cannot be reached. */
    private record FailingFor(dev.cairn.store.ItemStore items, String visitor) implements dev.cairn.store.ItemStore {
        private void check(Item.Key key) {
            if (key.sort().startsWith(visitor)) {
                throw new IllegalStateException("out of reach");
            }
        }

        @Override
        public Map<Item.Key, Item> get(java.util.Collection<Item.Key> keys) {
            keys.forEach(this::check);
            return items.get(keys);
        }

        @Override
        public List<Item> query(Table table, String partition, String from, String to) {
            return items.query(table, partition, from, to);
        }

        @Override
        public boolean put(Item item) {
            check(item.key());
            return items.put(item);
        }

        @Override
        public void replace(Item item) {
            check(item.key());
            items.replace(item);
        }

        @Override
        public boolean delete(Item.Key key, long revision) {
            return items.delete(key, revision);
        }
    }

    private static byte[] many(String delivery, int first, int count) {
        return Sent.record(
                delivery,
                IntStream.range(first, first + count)
                        .mapToObj(i -> event("like", "2026-03-10T10:00Z").id("like-" + i))
                        .toList());
    }

    @Test
    void aVisitorDayTakes5000EventsAndWhatIsMoreIsQuarantinedOnceHoweverItIsDeliveredAgain() {
        List<byte[]> batch = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            batch.add(many("filling-" + i, i * 500, i == 9 ? 499 : 500));
        }
        assertThat(shop.tryDeliver(0, batch)).isEmpty();
        assertThat(shop.quarantined(Shop.SITE)).isEmpty();

        List<byte[]> more = List.of(many("more-1", 4_999, 3), many("more-2", 6_000, 4));
        assertThat(shop.tryDeliver(20, more)).isEmpty();
        assertThat(shop.tryDeliver(20, more.subList(0, 1))).isEmpty();
        assertThat(shop.tryDeliver(21, more.subList(1, 2))).isEmpty();
        shop.run();

        assertThat(shop.overview(DAY)).isEqualTo(List.of(1L, 1L, 5_000L));
        assertThat(shop.quarantined(Shop.SITE)).isEqualTo(Map.of(LocalDate.parse(DAY), Map.of("visitor_day_full", 6L)));
    }

    @Test
    void whatDidNotFitIsQuarantinedUnderTheDayItWasReceived() {
        shop.deliver(List.of(many("filling", 0, 5_000)));
        shop.clock.forward(java.time.Duration.ofDays(1));
        shop.send(event("like", "2026-03-10T10:00Z").id("late").received("2026-03-11T09:00Z"));

        assertThat(shop.quarantined(Shop.SITE))
                .isEqualTo(Map.of(LocalDate.parse("2026-03-11"), Map.of("visitor_day_full", 1L)));
    }

    @Test
    void R6_visitorDaysJourneysAndClaimsExpireAfterTheRetentionAndStatisticsStay() {
        Shop forgetful =
                new Shop(Shop.plan(PLAN).replace("origins: []", "origins: [], retention_days: 30"), items -> items);
        forgetful
                .send(
                        event("order", "2026-03-08T10:00Z")
                                .order("o")
                                .value("1")
                                .adjusted(),
                        event("like", "2026-03-09T10:00Z"))
                .run();
        // Two days more than the retention, so that a run sees the longest window closed.
        forgetful.itIs("2026-04-09T23:59Z");
        assertThat(state(forgetful)).contains("journey", "order", "time", "shop");

        forgetful.itIs("2026-04-10T00:00Z");
        assertThat(state(forgetful)).contains("journey").doesNotContain("order", "time");

        forgetful.itIs("2026-04-11T00:00Z");
        assertThat(state(forgetful)).isEmpty();
        forgetful.run();
        assertThat(forgetful.goal("like", "2026-03-09")).isEqualTo(List.of(1L, 1L));
        assertThat(forgetful.goal("order", "2026-03-08")).isEqualTo(List.of(1L, 1L));
    }

    @Test
    void R6_anOrdersClaimLivesAsLongAsTheYoungestDayThatHasAPartInIt() {
        shop.send(event("order", "2026-03-10T10:00Z").order("o").value("1"));
        shop.send(event("order", "2026-01-10T10:00Z").order("o").value("1").by(BOB));

        Instant expires = shop.tables.all().stream()
                .filter(item -> item.key().partition().startsWith("order#"))
                .findFirst()
                .orElseThrow()
                .expires();
        assertThat(expires).isEqualTo(Instant.parse("2026-03-11T00:00:00Z").plus(java.time.Duration.ofDays(402)));
    }

    /** First words of the partitions that still hold state, once DynamoDB has deleted what it may. */
    private static List<String> state(Shop shop) {
        Instant now = shop.clock.instant();
        return shop.tables.all().stream()
                .filter(item -> item.key().table() == Table.STATE)
                .filter(item -> isAfter(item.expires(), now) && isAfter(item.deletable(), now))
                .map(item -> item.key().partition().split("#")[0])
                .distinct()
                .toList();
    }

    private static boolean isAfter(@Nullable Instant time, Instant now) {
        return time == null || time.isAfter(now);
    }

    @Test
    void acceptedIsStoredAndDuplicatesAndConflictingAndBotsAndQuarantined() {
        for (long seed = 0; seed < 12; seed++) {
            conserve(new Shop(PLAN), new Random(seed), "seed " + seed);
        }
    }

    private static void conserve(Shop shop, Random random, String what) {
        List<byte[]> records = new ArrayList<>();
        int accepted = 0;
        int rejected = 0;
        int quarantined = 0;
        for (int i = 0; i < 40; i++) {
            VisitorKey visitor = List.of(
                            ANNA, BOB, Sent.PASSER_BY, VisitorKey.NOBODY, new VisitorKey(LinkLevel.USER, "eve"))
                    .get(random.nextInt(5));
            List<Sent> events = new ArrayList<>();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                Sent event = event(
                                random.nextBoolean() ? "like" : "order",
                                "2026-03-0" + (1 + random.nextInt(9)) + "T10:00Z")
                        .by(visitor)
                        .id("id-" + random.nextInt(30))
                        .content(random.nextInt(2))
                        .received("2026-03-10T0" + random.nextInt(10) + ":00Z");
                event = random.nextInt(4) == 0 ? event.adjusted() : event;
                events.add(random.nextInt(5) == 0 ? event.excluded(ExclusionReason.CRAWLER) : event);
            }
            boolean poison = random.nextInt(8) == 0;
            boolean refused = !poison && random.nextInt(3) == 0;
            byte[] record = Sent.record(
                    "delivery-" + i,
                    events,
                    refused ? List.of(new Delivery.Rejected(9, "missing_name", "{}")) : List.of());
            records.add(poison ? changed(record, json -> json.put("plan", 99)) : record);
            accepted += events.size();
            rejected += refused ? 1 : 0;
            quarantined += poison ? events.size() : 0;
        }
        assertThat(shop.tryDeliver(0, records)).isEmpty();
        shop.run();
        Collections.shuffle(records, random);
        assertThat(shop.tryDeliver(100, records.subList(0, 10))).isEmpty();
        shop.run();

        long counted = 0;
        long refused = 0;
        for (int day = 1; day <= 10; day++) {
            for (JsonNode health : shop.row("health", "2026-03-%02d".formatted(day))) {
                counted += health.path("stored").asLong()
                        + health.path("duplicates").asLong()
                        + health.path("conflicting").asLong()
                        + health.at("/bots/crawler").asLong();
                refused += health.at("/rejected/missing_name").asLong();
            }
        }
        assertThat(counted).as(what).isEqualTo(accepted - quarantined);
        assertThat(refused).as(what).isEqualTo(rejected);
        IngestionBalance received = shop.received(DAY);
        assertThat(received.accepted()).as(what).isEqualTo(accepted);
        assertThat(received.residual()).as(what).isZero();
    }

    @Test
    void aPartOfADeliveryThatGotLostIsAResidualAndSaidTheNextNight() {
        shop.deliver(List.of(Sent.record(
                "delivery",
                List.of(
                        event("like", "2026-03-10T09:00Z").received("2026-03-10T10:00Z"),
                        event("like", "2026-03-08T09:00Z"),
                        event("like", "2026-03-08T10:00Z")))));
        shop.run();
        assertThat(shop.received(DAY).residual()).isZero();

        shop.tables.all().stream()
                .filter(item -> item.key().partition().startsWith("shop#2026-03-08#"))
                .forEach(item -> shop.tables.delete(item.key(), item.revision()));
        shop.send(event("like", "2026-03-08T11:00Z").by(ANNA).received("2026-03-10T11:00Z"));

        shop.itIs("2026-03-11T00:20Z");
        assertThat(shop.pipeline.aggregateOnSchedule().path("residual").asLong())
                .isZero();
        shop.itIs("2026-03-11T00:30Z");
        assertThat(shop.pipeline.aggregateOnSchedule().path("residual").asLong())
                .isEqualTo(2);
        assertThat(shop.received(DAY).residual()).isEqualTo(2);
    }

    @Test
    void aLossOnAQuietSiteIsSaidTheNextNightToo() {
        shop.deliver(List.of(Sent.record(
                "delivery",
                List.of(
                        event("like", "2026-03-10T09:00Z").received("2026-03-10T10:00Z"),
                        event("like", "2026-03-10T09:30Z").id("lost")))));
        VisitorDayStore days = new VisitorDayStore(shop.items, shop.clock);
        VisitorDayStore.Id id = new VisitorDayStore.Id(Shop.SITE, LocalDate.parse(DAY), ANNA);
        new VisitorDayEraser(days).remove(id, copy -> copy.id().equals(Hashes.eventHash("lost")), Instant.MAX);
        shop.runOnSchedule();
        shop.itIs("2026-03-10T18:00Z");
        shop.runOnSchedule();
        assertThat(shop.received(DAY).residual()).isEqualTo(1);

        shop.itIs("2026-03-11T00:30Z");

        assertThat(shop.pipeline.aggregateOnSchedule().path("residual").asLong())
                .isEqualTo(1);
    }

    @Test
    void whatDidNotFitIsNoResidualWhicheverPartOfItsDeliveryItIs() {
        shop.deliver(List.of(many("filling", 0, 4_999)));
        Sent first = event("like", "2026-03-10T10:00Z").id("x").received("2026-03-10T10:00Z");
        Sent second = event("like", "2026-03-10T10:00Z").id("y");
        Sent third = event("like", "2026-03-09T10:00Z").id("z");
        shop.deliver(List.of(
                Sent.record("fits-in-part", List.of(first, second, third)),
                Sent.record(
                        "does-not-fit",
                        List.of(
                                event("like", "2026-03-10T10:00Z").id("a").received("2026-03-10T10:00Z"),
                                event("like", "2026-03-09T10:00Z").id("b")))));
        shop.run();

        assertThat(shop.received(DAY).quarantined()).isEqualTo(Map.of("visitor_day_full", 2L));
        assertThat(shop.received(DAY).accepted()).isEqualTo(4_999 + 3 + 2);
        assertThat(shop.received(DAY).residual()).isZero();
    }
}
