package dev.cairn.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.aws.StreamAt;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.local.Function;
import dev.cairn.store.EventStream;
import dev.cairn.store.Hashes;
import dev.cairn.store.Json;
import dev.cairn.store.SetClock;
import dev.cairn.store.codec.DeliveryCodec;
import dev.cairn.store.memory.MemoryItemStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The collector with the cloud's stream while Kinesis fails: a 2xx is durable, and confirmed entries are not resent.
 */
final class FailingStream {
    private static final int SENDERS = 48;
    private static final int MOST_VISITORS = 6;

    private final SetClock clock = new SetClock(Shop.START.plusSeconds(3_600));
    private final MemoryItemStore items = new MemoryItemStore(clock);
    private final EventStream stream;
    private final String serverKey;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger confirmed = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger other = new AtomicInteger();

    private FailingStream(EventStream stream) {
        this.stream = stream;
        Shop.open(items, clock);
        this.serverKey = Shop.serverKey(items, clock);
    }

    /**
     * @param confirmed requests answered with 202, {@code refused} with 503, {@code other} otherwise
     * @param acknowledged events of the confirmed requests, of which {@code missing} are not in the stream
     * @param resent entries that were put again after confirmation
     */
    record Outcome(
            int confirmed,
            int refused,
            int other,
            int acknowledged,
            int missing,
            int resent,
            FailingKinesis.Counts kinesis,
            long seconds) {

        boolean durable() {
            return missing == 0 && other == 0 && acknowledged > 0 && resent == 0;
        }

        String describe() {
            return """
                    requests: %d answered 202, %d answered 503, %d otherwise
                    PutRecords: %d calls, of these %d outages and %d answers lost; %d entries, %.1f %% of them failed
                    events acknowledged: %d, not in the stream: %d; confirmed entries sent again: %d; %d s
                    """.formatted(
                            confirmed,
                            refused,
                            other,
                            kinesis.calls(),
                            kinesis.outages(),
                            kinesis.lost(),
                            kinesis.entries(),
                            100.0 * kinesis.failedEntries() / kinesis.entries(),
                            acknowledged,
                            missing,
                            resent,
                            seconds);
        }
    }

    static Outcome run(long seed, int requests, FailingKinesis.Failing failing) throws Exception {
        long started = System.nanoTime();
        try (FailingKinesis kinesis = new FailingKinesis(seed, failing)) {
            Watched stream = new Watched(StreamAt.of(kinesis.address()));
            FailingStream run = new FailingStream(stream);
            run.send(seed, requests);
            Set<String> missing = new HashSet<>(run.acknowledged);
            for (byte[] record : kinesis.stream()) {
                DeliveryCodec.read(record).events().stream()
                        .map(AcceptedEvent::id)
                        .forEach(missing::remove);
            }
            return new Outcome(
                    run.confirmed.get(),
                    run.refused.get(),
                    run.other.get(),
                    run.acknowledged.size(),
                    missing.size(),
                    stream.resent.get(),
                    kinesis.counts(),
                    (System.nanoTime() - started) / 1_000_000_000);
        }
    }

    /**
     * The cloud's stream, with the outcome of each entry, observed on the caller's side of the SDK: an attempt that
     * timed out in the SDK may reach the service after the response to the next attempt, which is not a resend.
     */
    private static final class Watched implements EventStream {
        private final EventStream stream;
        private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
        private final AtomicInteger resent = new AtomicInteger();

        Watched(EventStream stream) {
            this.stream = stream;
        }

        @Override
        public Set<Integer> put(List<Entry> entries) {
            entries.stream().map(Watched::key).filter(confirmed::contains).forEach(again -> resent.incrementAndGet());
            Set<Integer> unconfirmed = stream.put(entries);
            for (int i = 0; i < entries.size(); i++) {
                if (!unconfirmed.contains(i)) {
                    confirmed.add(key(entries.get(i)));
                }
            }
            return unconfirmed;
        }

        /** It contains its delivery's id. */
        private static String key(Entry entry) {
            return Hashes.text(entry.data());
        }
    }

    /** Many concurrent senders, each with its own collector, like Lambda instances. */
    private void send(long seed, int requests) throws Exception {
        List<Future<?>> senders = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int sender = 0; sender < SENDERS; sender++) {
                int number = sender;
                senders.add(threads.submit(() -> {
                    Random random = new Random(seed * SENDERS + number);
                    Function collect =
                            Handlers.of(Shop.ports(items, stream, clock)).collect();
                    for (int request = number; request < requests; request += SENDERS) {
                        send(collect, request, random);
                    }
                }));
            }
        }
        for (Future<?> sender : senders) {
            sender.get();
        }
    }

    private void send(Function collect, int request, Random random) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("site", Shop.SITE);
        ArrayNode events = body.putArray("events");
        List<String> ids = new ArrayList<>();
        for (int visitor = 1 + random.nextInt(MOST_VISITORS); visitor > 0; visitor--) {
            String id = "event-" + request + "-" + visitor;
            ids.add(id);
            ObjectNode event = events.addObject().put("id", id).put("name", "page_view");
            event.put("visitor", "device-" + random.nextInt(1_000))
                    .putObject("consent")
                    .put("analytics", true);
        }
        Map<String, String> headers =
                Map.of("authorization", "Bearer " + serverKey, "content-type", "application/json");
        Post post = new Post(clock.millis(), null, body, headers, "192.0.2.7", ids.size());
        JsonNode answer = post.to(collect, clock.millis(), "request-" + request);
        switch (answer.path("statusCode").asInt()) {
            case 202 -> {
                confirmed.incrementAndGet();
                acknowledged.addAll(ids);
            }
            case 503 -> refused.incrementAndGet();
            default -> other.incrementAndGet();
        }
    }
}
