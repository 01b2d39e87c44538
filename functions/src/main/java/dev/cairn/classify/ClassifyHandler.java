package dev.cairn.classify;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.aws.AwsDependencies;
import dev.cairn.plan.version.FirstSite;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Classifies Kinesis batches and returns partial batch responses ({@code ReportBatchItemFailures}). */
public final class ClassifyHandler implements RequestStreamHandler {
    private final Telemetry telemetry;
    private final BatchClassifier classifier;
    private final MatchingBudget budget;

    /** Creates a handler that is configured from the environment, for Lambda. */
    public ClassifyHandler() {
        this(
                AwsDependencies.fromEnvironment("TABLE_SETTINGS", "TABLE_STATE", "TABLE_STATISTICS"),
                AwsDependencies.CACHE_FOR,
                FirstSite.fromEnvironment(System.getenv()).orElse(null),
                WorkerPool.THREADS);
    }

    /** @param cacheFor how long the current plan may be cached without reading the store */
    public ClassifyHandler(Dependencies dependencies, Duration cacheFor) {
        this(dependencies, cacheFor, null, WorkerPool.THREADS);
    }

    ClassifyHandler(Dependencies dependencies, Duration cacheFor, @Nullable FirstSite firstSite, WorkerPool workers) {
        this(dependencies, cacheFor, firstSite, workers, new MatchingBudget(System::nanoTime));
    }

    ClassifyHandler(
            Dependencies dependencies,
            Duration cacheFor,
            @Nullable FirstSite firstSite,
            WorkerPool workers,
            MatchingBudget budget) {
        this.telemetry = dependencies.telemetry();
        this.budget = budget;
        PlanRepository plans = new PlanRepository(dependencies.items(), dependencies.clock(), cacheFor, firstSite);
        this.classifier = new BatchClassifier(plans, dependencies, cacheFor, workers, budget);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        telemetry.during(context, () -> {
            List<StreamRecord> records = new ArrayList<>();
            for (JsonNode record : Json.MAPPER.readTree(in).path("Records")) {
                records.add(record(record));
            }
            ObjectNode answer = Json.MAPPER.createObjectNode();
            ArrayNode failures = answer.putArray("batchItemFailures");
            budget.begin();
            try {
                classifier
                        .classify(records)
                        .ifPresent(sequence -> failures.addObject().put("itemIdentifier", sequence));
            } finally {
                budget.end();
            }
            out.write(answer.toString().getBytes(StandardCharsets.UTF_8));
        });
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
