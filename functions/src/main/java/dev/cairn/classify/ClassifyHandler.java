package dev.cairn.classify;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.aws.AwsPorts;
import dev.cairn.observe.Telemetry;
import dev.cairn.plan.FirstSite;
import dev.cairn.plan.Plans;
import dev.cairn.store.Batches;
import dev.cairn.store.Json;
import dev.cairn.store.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Kinesis in, partial batch answer out ({@code ReportBatchItemFailures}). */
public final class ClassifyHandler implements RequestStreamHandler {
    private final Telemetry telemetry;
    private final Batches batches;
    private final Classifier classifier;

    /** Lambda's: what the environment names. */
    public ClassifyHandler() {
        this(
                AwsPorts.fromEnvironment("TABLE_SETTINGS", "TABLE_STATE", "TABLE_STATISTICS"),
                AwsPorts.CACHE_FOR,
                FirstSite.fromEnvironment(System.getenv()).orElse(null),
                Hands.THREADS);
    }

    /** @param cacheFor how long the current plan may be believed without asking the store */
    public ClassifyHandler(Ports ports, Duration cacheFor) {
        this(ports, cacheFor, null, Hands.THREADS);
    }

    ClassifyHandler(Ports ports, Duration cacheFor, @Nullable FirstSite firstSite, Hands hands) {
        this.telemetry = ports.telemetry();
        this.batches = new Batches(ports.items(), ports.clock());
        this.classifier = new Classifier(new Plans(ports.items(), ports.clock(), cacheFor, firstSite), ports, hands);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        telemetry.during(context, () -> classify(in, out));
    }

    private void classify(InputStream in, OutputStream out) throws IOException {
        List<StreamRecord> records = new ArrayList<>();
        for (JsonNode record : Json.MAPPER.readTree(in).path("Records")) {
            records.add(record(record));
        }
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode failures = answer.putArray("batchItemFailures");
        classify(records).ifPresent(sequence -> failures.addObject().put("itemIdentifier", sequence));
        out.write(answer.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** The sequence number from which on records must be delivered again; empty when the whole batch is done. */
    private Optional<String> classify(List<StreamRecord> records) {
        if (records.isEmpty()) {
            return Optional.empty();
        }
        Batches.Begun batch;
        try {
            batch = batches.begin(records.getFirst().shard());
        } catch (RuntimeException passing) {
            telemetry.error("a batch could not begin", passing, Map.of());
            return Optional.of(records.getFirst().sequence());
        }
        Optional<String> failed = classifier.classify(records, batch.beside());
        return hasEnded(batch) ? failed : Optional.of(records.getFirst().sequence());
    }

    private boolean hasEnded(Batches.Begun batch) {
        try {
            return batches.end(batch);
        } catch (RuntimeException passing) {
            telemetry.error("a batch could not end", passing, Map.of());
            return false;
        }
    }

    /** Event ids are {@code shardId-000000000000:sequence}. */
    private static StreamRecord record(JsonNode record) {
        String shard = record.path("eventID").asText("").split(":")[0];
        JsonNode kinesis = record.path("kinesis");
        return new StreamRecord(
                shard,
                kinesis.path("sequenceNumber").asText(),
                Base64.getDecoder().decode(kinesis.path("data").asText("")));
    }
}
