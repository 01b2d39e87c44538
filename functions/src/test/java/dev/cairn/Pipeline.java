package dev.cairn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.KeyService;
import dev.cairn.access.Scope;
import dev.cairn.aggregate.AggregateHandler;
import dev.cairn.classify.ClassifyHandler;
import dev.cairn.collect.CollectHandler;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PutResult;
import dev.cairn.store.Dependencies;
import dev.cairn.store.EventStream;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Secrets;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.telemetry.Telemetry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The real handlers connected by a list as the stream: a body goes in, rows come out. */
public final class Pipeline {
    public static final String SHARD = "shardId-000000000000";
    /** What the edge in front of the collector proves itself with. */
    public static final String EDGE = "the-edge-secret-of-these-tests";

    /** The secret with which its collector pseudonymizes visitors. */
    public static final Secrets SECRETS = new FixedSecrets();

    private final String shard;
    private final ItemStore items;
    private final Clock clock;
    private final CollectHandler collect;
    private final ClassifyHandler classify;
    private final AggregateHandler aggregate;
    private final PlanRepository plans;
    private String serverKey = "";
    private final List<byte[]> stream = new ArrayList<>();
    private long requests;

    public Pipeline(ItemStore items, Clock clock, String plan, String site) {
        this(items, clock, plan, site, SHARD);
    }

    /** @param shard whose batches it receives: a shard's batches go to one process after the other */
    public Pipeline(ItemStore items, Clock clock, String plan, String site, String shard) {
        this(items, clock, shard);
        putPlan(plan);
        this.serverKey = new KeyService(items, SECRETS, clock, Duration.ZERO)
                .create(site, Set.of(Scope.EVENTS_WRITE), "test", null)
                .secret();
    }

    /** Another process on tables that already have a plan; it has no key for sending. */
    public Pipeline(ItemStore items, Clock clock, String shard) {
        this.shard = shard;
        this.items = items;
        this.clock = clock;
        Dependencies dependencies =
                new Dependencies(items, new ListStream(), new MemoryArchive(), SECRETS, clock, Telemetry.SILENT);
        this.plans = new PlanRepository(items, clock, Duration.ZERO);
        this.collect = new CollectHandler(dependencies, Duration.ofSeconds(60));
        this.classify = new ClassifyHandler(dependencies, Duration.ofSeconds(60));
        this.aggregate = new AggregateHandler(dependencies, Duration.ZERO);
    }

    public void putPlan(String plan) {
        PutResult result = plans.put(plan, "*", null);
        if (!(result instanceof PutResult.Stored)) {
            throw new IllegalArgumentException(result.toString());
        }
    }

    /** Posts a body with the server key; returns the response's status and body. */
    public JsonNode post(String body) {
        return post(body, Map.of("authorization", "Bearer " + serverKey, "content-type", "application/json"));
    }

    public JsonNode post(String body, Map<String, String> headers) {
        return post(body, headers, "192.0.2.7");
    }

    public JsonNode post(String body, Map<String, String> headers, String sourceIp) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        ObjectNode context = event.putObject("requestContext");
        context.put("timeEpoch", clock.millis()).put("requestId", "request-" + requests++);
        context.putObject("http")
                .put("method", "POST")
                .put("path", "/v1/events")
                .put("sourceIp", sourceIp);
        headers.forEach(event.putObject("headers")::put);
        event.put("isBase64Encoded", true)
                .put("body", Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
        return LambdaCalls.call(collect::handleRequest, event);
    }

    /** The records on the stream that are not delivered yet. */
    public List<byte[]> peekStream() {
        return List.copyOf(stream);
    }

    /** Removes the records from the stream, for tests that deliver them themselves. */
    public List<byte[]> takeStream() {
        List<byte[]> taken = List.copyOf(stream);
        stream.clear();
        return taken;
    }

    /** Delivers all records of the stream in batches; throws if any is reported as failed. */
    public void drain(int batchSize) {
        List<byte[]> records = takeStream();
        for (int from = 0; from < records.size(); from += batchSize) {
            Optional<String> failed = deliver(from, records.subList(from, Math.min(records.size(), from + batchSize)));
            if (failed.isPresent()) {
                throw new IllegalStateException("failed at " + failed.get());
            }
        }
        position += records.size();
    }

    private long position;

    /** Delivers one batch as Lambda would; returns the sequence number at which it failed, if it did. */
    public Optional<String> deliver(long first, List<byte[]> records) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        ArrayNode array = event.putArray("Records");
        for (byte[] data : records) {
            String sequence = Long.toString(position + first++);
            ObjectNode record = array.addObject().put("eventID", shard + ":" + sequence);
            record.putObject("kinesis")
                    .put("sequenceNumber", sequence)
                    .put("data", Base64.getEncoder().encodeToString(data));
        }
        JsonNode failures = LambdaCalls.call(classify::handleRequest, event).path("batchItemFailures");
        return failures.isEmpty()
                ? Optional.empty()
                : Optional.of(failures.get(0).path("itemIdentifier").asText());
    }

    /** A full run. */
    public JsonNode aggregate() {
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.putObject("detail").put("full", true);
        return LambdaCalls.call(aggregate::handleRequest, event);
    }

    /** A run, as the schedule starts it. */
    public JsonNode aggregateOnSchedule() {
        return LambdaCalls.call(aggregate::handleRequest, Json.MAPPER.createObjectNode());
    }

    public JsonNode figures(String site, String resource, LocalDate day) {
        return new StatisticRows(items)
                .range(site, StatisticRows.key(resource).orElseThrow(), day, day).stream()
                        .findFirst()
                        .map(StatisticRows.Row::figures)
                        .orElse(Json.MAPPER.missingNode());
    }

    private final class ListStream implements EventStream {
        @Override
        public synchronized Set<Integer> put(List<Entry> entries) {
            entries.forEach(entry -> stream.add(entry.data()));
            return Set.of();
        }
    }

    private static final class FixedSecrets implements Secrets {
        @Override
        public String edge() {
            return EDGE;
        }

        @Override
        public byte[] master() {
            return "a master secret of 32 bytes or so".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String adminKey() {
            return "ck_admin";
        }
    }
}
