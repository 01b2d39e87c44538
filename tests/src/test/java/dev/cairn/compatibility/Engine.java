package dev.cairn.compatibility;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.LambdaCalls;
import dev.cairn.aggregate.AggregateHandler;
import dev.cairn.classify.ClassifyHandler;
import dev.cairn.collect.CollectHandler;
import dev.cairn.jobs.JobsHandler;
import dev.cairn.report.ApiHandler;
import dev.cairn.store.Dependencies;
import dev.cairn.store.EventArchive;
import dev.cairn.store.EventStream;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Secrets;
import dev.cairn.store.SetClock;
import dev.cairn.telemetry.Telemetry;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The handlers on given tables and a given archive, with a list as the stream; uses only their Lambda interface. */
final class Engine {
    private static final String SHARD = "shardId-000000000000";
    private static final String ADMIN = "an-admin-key-for-tests-only";
    private static final int TURNS = 5;
    private static final Duration CACHED = Duration.ofSeconds(60);

    private final SetClock clock;
    private final CollectHandler collect;
    private final ClassifyHandler classify;
    private final AggregateHandler aggregate;
    private final JobsHandler restate;
    private final ApiHandler report;
    private final List<byte[]> stream = new ArrayList<>();

    Engine(ItemStore items, EventArchive archive, SetClock clock) {
        this.clock = clock;
        Dependencies dependencies =
                new Dependencies(items, new ListStream(), archive, new FixedSecrets(), clock, Telemetry.SILENT);
        this.collect = new CollectHandler(dependencies, CACHED);
        this.classify = new ClassifyHandler(dependencies, CACHED);
        this.aggregate = new AggregateHandler(dependencies, CACHED);
        this.restate = new JobsHandler(dependencies, CACHED);
        this.report = new ApiHandler(dependencies, CACHED);
    }

    private record FixedSecrets() implements Secrets {
        @Override
        public String edge() {
            return Body.EDGE;
        }

        @Override
        public byte[] master() {
            return "a master secret of 32 bytes or so".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String adminKey() {
            return ADMIN;
        }
    }

    private final class ListStream implements EventStream {
        @Override
        public synchronized Set<Integer> put(List<Entry> entries) {
            entries.forEach(entry -> stream.add(entry.data()));
            return Set.of();
        }
    }

    /** Sends a request to the collector, received now; returns the response. */
    JsonNode send(Sent sent, String requestId, Map<String, String> serverKeys) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        ObjectNode context = event.putObject("requestContext");
        context.put("timeEpoch", clock.millis()).put("requestId", requestId);
        context.putObject("http")
                .put("method", "POST")
                .put("path", "/v1/events")
                .put("sourceIp", sent.ip());
        ObjectNode headers = event.putObject("headers");
        sent.headers().forEach(headers::put);
        if (sent.server()) {
            headers.put("authorization", "Bearer " + serverKeys.get(sent.site()));
        }
        event.put("isBase64Encoded", false).put("body", sent.body());
        return LambdaCalls.call(collect::handleRequest, event);
    }

    /** Removes and returns the stream's records. */
    List<byte[]> takeStream() {
        List<byte[]> taken = List.copyOf(stream);
        stream.clear();
        return taken;
    }

    /**
     * Delivers one batch.
     *
     * @param first the sequence number of its first record
     * @return whether all of it was processed
     */
    boolean deliver(long first, List<byte[]> records) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        ArrayNode array = event.putArray("Records");
        long sequence = first;
        for (byte[] data : records) {
            ObjectNode record = array.addObject().put("eventID", SHARD + ":" + sequence);
            record.putObject("kinesis")
                    .put("sequenceNumber", Long.toString(sequence))
                    .put("data", Base64.getEncoder().encodeToString(data));
            sequence++;
        }
        return LambdaCalls.call(classify::handleRequest, event)
                .path("batchItemFailures")
                .isEmpty();
    }

    /** Executes a full run; returns its summary. */
    JsonNode run() {
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.putObject("detail").put("full", true);
        return LambdaCalls.call(aggregate::handleRequest, event);
    }

    /** Calls the restate function as the schedule does, until no job is open or every job waits for time to pass. */
    void restate() {
        for (int turn = 0; turn < TURNS; turn++) {
            if (LambdaCalls.call(restate::handleRequest, Json.MAPPER.createObjectNode(), null)
                            .path("open")
                            .asInt()
                    == 0) {
                return;
            }
        }
    }

    /** The same for one job, with time for this many of its parts. */
    void restate(JsonNode job, int parts) {
        int[] left = {parts};
        Context context = (Context) Proxy.newProxyInstance(
                Engine.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getRemainingTimeInMillis")) {
                        return left[0]-- > 0 ? 900_000 : 1_000;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.putObject("detail").putArray("jobs").add(job.path("id").asText());
        LambdaCalls.call(restate::handleRequest, event, context);
    }

    /** Calls the API as an admin; returns the response's body. Throws if the status is not 2xx. */
    JsonNode api(String method, String target, String body) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        ObjectNode context = event.putObject("requestContext").put("requestId", "request");
        context.putObject("http").put("method", method).put("path", target);
        event.putObject("headers").put("authorization", "Bearer " + ADMIN).put("if-match", "*");
        event.put("body", body);
        JsonNode answer = LambdaCalls.call(report::handleRequest, event);
        if (answer.path("statusCode").asInt() / 100 != 2) {
            throw new IllegalStateException(answer.toString());
        }
        return Json.read(answer.path("body").asText(), JsonNode.class);
    }
}
