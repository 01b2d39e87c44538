package dev.cairn.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Generates the browser traffic of a shop day by day: 80,000 people, a few of them frequent visitors, half with consent
 * (a device id). Bodies have 1 to 8 events (4.5 on average), and one in fifty is sent twice.
 */
final class Traffic {
    static final String ORIGIN = "https://shop.example";
    private static final int PEOPLE = 80_000;
    private static final int MOST_EVENTS_A_BODY = 8;
    private static final int SENT_TWICE_PERCENT = 2;
    private static final int AGENTS = 200;
    private static final int LONGEST_STEP_MILLIS = 41_000;
    private static final long NO_TIME = 0;

    private final Random random;
    private final IdMaker ids;
    private final int mostEventsABody;

    Traffic(long seed) {
        this(seed, MOST_EVENTS_A_BODY);
    }

    Traffic(long seed, int mostEventsABody) {
        this.mostEventsABody = mostEventsABody;
        this.random = new Random(seed);
        this.ids = new IdMaker(random);
    }

    /** A browser's request and its time of arrival. */
    record Request(long receivedAt, String body, Map<String, String> headers, String address, int events) {}

    /** A day's requests in order, with at least {@code events} events, not counting duplicates. */
    List<Request> day(Instant start, int events) {
        List<Request> requests = new ArrayList<>();
        for (int sent = 0; sent < events; sent += requests.getLast().events()) {
            // The last sender starts before 23:50, so that all of the day's bodies arrive on that day.
            requests.add(request(start.toEpochMilli() + (long) (random.nextDouble() * 85_000_000)));
        }
        List<Request> all = new ArrayList<>(requests);
        for (Request each : requests) {
            if (random.nextInt(100) < SENT_TWICE_PERCENT) {
                all.add(new Request(each.receivedAt + 5_000, each.body, each.headers, each.address, 0));
            }
        }
        all.sort(Comparator.comparingLong(Request::receivedAt));
        return all;
    }

    /** One request, sent now by a browser with a correct clock; its last event is at most a few minutes old. */
    synchronized Request now(Instant now) {
        return request(now.toEpochMilli() - (long) mostEventsABody * LONGEST_STEP_MILLIS, now.toEpochMilli());
    }

    private Request request(long from) {
        return request(from, NO_TIME);
    }

    private Request request(long from, long sentAt) {
        int person = (int) (PEOPLE * Math.pow(random.nextDouble(), 3));
        Shopper shopper = new Shopper(random, ids);
        ObjectNode body = Json.MAPPER.createObjectNode().put("site", Workload.SITE);
        ArrayNode events = body.putArray("events");
        int count = 1 + random.nextInt(mostEventsABody);
        long at = from;
        for (int i = 0; i < count; i++) {
            at += 1_000 + random.nextInt(LONGEST_STEP_MILLIS - 1_000);
            add(events, i == 0 ? shopper.first() : shopper.next(), at, i);
        }
        boolean consent = person % 2 == 0;
        body.put("sent_at", sentAt == NO_TIME ? at : sentAt);
        if (consent) {
            body.put("visitor", "d-device-of-person-" + person);
        }
        body.putObject("consent").put("analytics", consent).put("ads", false);
        return new Request(
                at + 200,
                body.toString(),
                Map.of("origin", ORIGIN, "content-type", "text/plain", "user-agent", agent(person)),
                "203.%d.%d.%d".formatted(person >> 16 & 255, person >> 8 & 255, person & 255),
                count);
    }

    private void add(ArrayNode events, Step step, long at, int seq) {
        ObjectNode event = events.addObject()
                .put("id", ids.next())
                .put("name", step.name())
                .put("at", at)
                .put("seq", seq)
                .put("url", step.url());
        if (step.referrer() != null) {
            event.put("referrer", step.referrer());
        }
        ObjectNode props = event.putObject("props");
        step.props().forEach((key, value) -> {
            switch (value) {
                case BigDecimal number -> props.put(key, number);
                case Boolean truth -> props.put(key, truth);
                default -> props.put(key, value.toString());
            }
        });
        if (step.amount() != null) {
            event.put("order_id", step.orderId());
            event.putObject("value")
                    .put("amount", step.amount().toPlainString())
                    .put("currency", "EUR");
        }
    }

    private static String agent(int person) {
        int version = person % AGENTS;
        return version % 2 == 0
                ? "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/" + version
                        + ".0.0.0 Safari/537.36"
                : "Mozilla/5.0 (iPhone; CPU iPhone OS 18_" + version
                        + " like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
    }
}
