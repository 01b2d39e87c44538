package dev.cairn.bench;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Client;
import dev.cairn.domain.event.ContentHash;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.Money;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.Hashes;
import dev.cairn.store.codec.DeliveryCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * The seeded workload for the cost limit: 20,000 visitors by Zipf's law with exponent 1.0, half of them linkable, and
 * 100,000 events on one day of a site, in batches of 500 visitors with 4 events each, with ids of 26 characters. The
 * batches are spread over the day; in each batch, every visitor sends one body.
 *
 * @param adjustedShare share of the bodies sent by browsers with a wrong clock, whose events claim their ids (D1)
 */
record Workload(long seed, double adjustedShare) {
    static final String SITE = "shop";
    static final int VISITORS = 20_000;
    static final int EVENTS = 100_000;
    static final int VISITORS_A_BATCH = 500;
    static final int EVENTS_A_VISITOR = 4;
    static final int BATCHES = EVENTS / VISITORS_A_BATCH / EVENTS_A_VISITOR;
    static final Instant START = Instant.parse("2026-03-09T23:00:00Z");
    private static final double EXPONENT = 1.0;
    private static final long DAY_MILLIS = 86_400_000;
    private static final long SLICE_MILLIS = DAY_MILLIS / BATCHES;
    private static final long LONGEST_BODY_MILLIS = 5 * 60_000;
    private static final int HASH_BYTES = 16;
    private static final int MOBILE_PERCENT = 60;
    private static final List<String> COUNTRIES = List.of("BE", "BE", "BE", "NL", "NL", "FR", "DE", "GB");

    static final String PLAN = """
            extends: default
            sites:
              shop: {name: Shop, time_zone: Europe/Brussels, currency: EUR, origins: ["https://shop.example"]}
            """;

    /** One batch: its records in order of arrival, and the arrival time of the last one. */
    record Batch(List<byte[]> records, Instant arrived) {}

    List<Batch> batches() {
        Random random = new Random(seed);
        Zipf zipf = new Zipf(VISITORS, EXPONENT);
        List<Batch> batches = new ArrayList<>();
        for (int number = 0; number < BATCHES; number++) {
            List<Delivery> deliveries = new ArrayList<>();
            for (int person : zipf.draw(VISITORS_A_BATCH, random)) {
                deliveries.add(delivery(person, number, random));
            }
            deliveries.sort(Comparator.comparingLong(Delivery::receivedAt));
            batches.add(new Batch(
                    deliveries.stream().map(DeliveryCodec::write).toList(),
                    Instant.ofEpochMilli(deliveries.getLast().receivedAt())));
        }
        return batches;
    }

    private Delivery delivery(int person, int batch, Random random) {
        IdMaker ids = new IdMaker(random);
        Shopper shopper = new Shopper(random, ids);
        long at = START.toEpochMilli()
                + batch * SLICE_MILLIS
                + (long) (random.nextDouble() * (SLICE_MILLIS - LONGEST_BODY_MILLIS));
        boolean adjusted = random.nextDouble() < adjustedShare;
        List<AcceptedEvent> events = new ArrayList<>();
        for (int i = 0; i < EVENTS_A_VISITOR; i++) {
            at += 1_000 + random.nextInt(60_000);
            Step step = i == 0 ? shopper.first() : shopper.next();
            events.add(event(step, ids.next(), at, batch * EVENTS_A_VISITOR + i, adjusted, person, random.nextLong()));
        }
        return new Delivery(
                ids.next() + "-0",
                SITE,
                at + 1_000 + random.nextInt(4_000),
                1,
                Delivery.Sender.of(visitor(person)),
                events,
                List.of());
    }

    /** Every second visitor is linkable, so that half of the busy ones are, too. */
    static VisitorKey visitor(int person) {
        byte[] hash = Hashes.sha256(("visitor " + person).getBytes(StandardCharsets.UTF_8));
        return new VisitorKey(
                person % 2 == 0 ? LinkLevel.DEVICE : LinkLevel.DAILY,
                Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, HASH_BYTES)));
    }

    static AcceptedEvent event(Step step, String id, long at, long seq, boolean adjusted, int person, long content) {
        return new AcceptedEvent(
                new AcceptedEvent.Identity(id, new ContentHash(content)),
                step.name(),
                new AcceptedEvent.Time(at, seq, adjusted),
                new AcceptedEvent.Page(step.url(), step.referrer(), null),
                step.props(),
                new AcceptedEvent.Transaction(
                        step.amount() == null ? null : new Money(step.amount(), "EUR"), step.orderId(), false),
                new Client(
                        person * 37 % 100 < MOBILE_PERCENT ? "mobile" : "desktop",
                        COUNTRIES.get(person % COUNTRIES.size())),
                null);
    }
}
