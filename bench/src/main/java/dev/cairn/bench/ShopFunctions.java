package dev.cairn.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.Pipeline;
import dev.cairn.access.KeyService;
import dev.cairn.access.Scope;
import dev.cairn.aggregate.AggregateHandler;
import dev.cairn.aws.AwsDependencies;
import dev.cairn.bench.Stopwatch.Stage;
import dev.cairn.classify.ClassifyHandler;
import dev.cairn.collect.CollectHandler;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PutResult;
import dev.cairn.store.Dependencies;
import dev.cairn.store.EventStream;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.telemetry.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The three functions as Lambda calls them, each with its own bill and processor time. A function stays warm and caches
 * the plan and the keys for as long as on AWS.
 */
final class ShopFunctions {
    private final Map<Stage, Bill> bills = new EnumMap<>(Stage.class);
    private final Stopwatch stopwatch = new Stopwatch();
    private final Clock clock;
    private final EventStream stream;
    private final String serverKey;
    private final CollectHandler collect;
    private final ClassifyHandler classify;
    private final AggregateHandler aggregate;
    private long requests;
    private long sequence;

    /** @param stream receives records and heartbeats */
    ShopFunctions(BilledTables tables, Clock clock, EventStream stream, String plan) {
        this.clock = clock;
        this.stream = stream;
        ItemStore unbilled = tables.chargedTo(new Bill());
        PutResult put = new PlanRepository(unbilled, clock, Duration.ZERO).put(plan, "*", null);
        if (!(put instanceof PutResult.Stored)) {
            throw new IllegalArgumentException(put.toString());
        }
        this.serverKey = new KeyService(unbilled, Pipeline.SECRETS, clock, Duration.ZERO)
                .create(ShopFile.SITE, Set.of(Scope.EVENTS_WRITE), "bench", null)
                .secret();
        this.collect = new CollectHandler(ports(tables, Stage.COLLECT), AwsDependencies.CACHE_FOR);
        this.classify = new ClassifyHandler(ports(tables, Stage.CLASSIFY), AwsDependencies.CACHE_FOR);
        this.aggregate = new AggregateHandler(ports(tables, Stage.AGGREGATE), AwsDependencies.CACHE_FOR);
    }

    private Dependencies ports(BilledTables tables, Stage stage) {
        Bill bill = bills.computeIfAbsent(stage, name -> new Bill());
        return new Dependencies(
                tables.chargedTo(bill), stream, new MemoryArchive(), Pipeline.SECRETS, clock, Telemetry.SILENT);
    }

    Bill bill(Stage stage) {
        return bills.get(stage);
    }

    Stopwatch stopwatch() {
        return stopwatch;
    }

    /** Throws if the collector does not accept all events. */
    void collect(String body) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        ObjectNode context = event.putObject("requestContext");
        context.put("timeEpoch", clock.millis()).put("requestId", "request-" + requests++);
        context.putObject("http")
                .put("method", "POST")
                .put("path", "/v1/events")
                .put("sourceIp", "192.0.2.7");
        event.putObject("headers").put("authorization", "Bearer " + serverKey).put("content-type", "application/json");
        event.put("isBase64Encoded", true)
                .put("body", Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
        JsonNode answer = call(Stage.COLLECT, collect::handleRequest, event);
        if (answer.path("statusCode").asInt() != 202
                || !answer.path("body").asText().contains("\"rejected\":[]")) {
            throw new IllegalStateException("a body was not accepted: " + answer);
        }
    }

    /** Classifies one batch of the only shard. Throws if one of its records failed. */
    void classify(List<byte[]> records) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        ArrayNode array = event.putArray("Records");
        for (byte[] data : records) {
            String number = Long.toString(++sequence);
            array.addObject()
                    .put("eventID", Pipeline.SHARD + ":" + number)
                    .putObject("kinesis")
                    .put("sequenceNumber", number)
                    .put("data", Base64.getEncoder().encodeToString(data));
        }
        JsonNode answer = call(Stage.CLASSIFY, classify::handleRequest, event);
        if (!answer.path("batchItemFailures").isEmpty()) {
            throw new IllegalStateException("a batch failed: " + answer);
        }
    }

    /** Runs the aggregator as the schedule does. */
    void aggregate() {
        JsonNode summary = call(Stage.AGGREGATE, aggregate::handleRequest, Json.MAPPER.createObjectNode());
        if (summary.path("failed").asInt() > 0) {
            throw new IllegalStateException("a run failed: " + summary);
        }
    }

    private interface Handler {
        void handle(InputStream in, OutputStream out, com.amazonaws.services.lambda.runtime.Context context)
                throws IOException;
    }

    private JsonNode call(Stage stage, Handler handler, JsonNode event) {
        byte[] in = event.toString().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        stopwatch.during(stage, () -> {
            try {
                handler.handle(new ByteArrayInputStream(in), out, null);
            } catch (IOException inMemory) {
                throw new UncheckedIOException(inMemory);
            }
        });
        try {
            return Json.MAPPER.readTree(out.toByteArray());
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }
}
