package dev.cairn.model;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.LambdaCalls;
import dev.cairn.Pipeline;
import dev.cairn.aggregate.AggregateHandler;
import dev.cairn.jobs.JobsHandler;
import dev.cairn.local.CarriedOver;
import dev.cairn.report.ApiHandler;
import dev.cairn.store.Dependencies;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Secrets;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.work.JobStore;
import dev.cairn.telemetry.Telemetry;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An archive of the system's stream, the API that requests work on the past, and the function that does it. */
final class Past {
    private static final String ADMIN = "an-admin-key-for-tests-only";
    private static final int RECORDS_PER_OBJECT = 7;
    private static final Duration ARCHIVED_WITHIN = Duration.ofHours(4);
    private static final Duration CACHED = Duration.ofSeconds(60);

    final MemoryArchive archive = new MemoryArchive();
    final Dependencies dependencies;
    private final ModelledSystem till;
    private final ApiHandler report;
    private final List<byte[]> onTheWay = new ArrayList<>();
    private @Nullable Instant oldestOnTheWay;

    Past(ModelledSystem till) {
        this(till, till.items, till.clock);
    }

    Past(ModelledSystem till, ItemStore items, Clock clock) {
        this.till = till;
        this.dependencies =
                new Dependencies(items, entries -> Set.of(), archive, new OneKey(), clock, Telemetry.SILENT);
        this.report = new ApiHandler(dependencies, CACHED);
    }

    private record OneKey() implements Secrets {
        @Override
        public byte[] master() {
            return Pipeline.SECRETS.master();
        }

        @Override
        public String adminKey() {
            return ADMIN;
        }
    }

    /** Delivers the stream to the classifier, and queues it for the archive. */
    void deliver(Random random) {
        if (onTheWay.isEmpty()) {
            oldestOnTheWay = till.clock.instant();
        }
        onTheWay.addAll(till.pipeline.peekStream());
        till.deliver(random);
    }

    /**
     * Whether queued records have to be archived now: a backfill waits six hours for the archive, and then reports
     * events that are not in it.
     */
    boolean isArchiveOverdue() {
        return !onTheWay.isEmpty()
                && !till.clock
                        .instant()
                        .isBefore(Objects.requireNonNull(oldestOnTheWay).plus(ARCHIVED_WITHIN));
    }

    /** Archives the queued records, some of them twice. */
    void archive(Random random) {
        archive(random, RECORDS_PER_OBJECT);
    }

    void archive(Random random, int recordsPerObject) {
        List<byte[]> records = new ArrayList<>(onTheWay);
        onTheWay.clear();
        for (int i = records.size() / 10; i > 0; i--) {
            records.add(records.get(random.nextInt(records.size())));
        }
        for (int from = 0; from < records.size(); from += recordsPerObject) {
            archive.write(
                    till.clock.instant(), records.subList(from, Math.min(from + recordsPerObject, records.size())));
        }
    }

    /** The job. */
    JsonNode backfill(LocalDate from, LocalDate to) {
        JsonNode job = call("POST", sites() + "/backfills", "{\"from\":\"" + from + "\",\"to\":\"" + to + "\"}");
        till.backfills.add(new Backfill(from, to, job.path("plan_version").asInt()));
        return job;
    }

    /** The job that erases the visitor with this id, as a device's or as a user's. */
    JsonNode erase(boolean user, String id) {
        till.erasures.add(new Erasure(user, id, till.clock.millis()));
        return call("DELETE", sites() + "/visitors/" + id, "");
    }

    /** Puts a plan by the API, which marks the days that it changes. */
    void putPlan(String plan) {
        call("PUT", "/v1/plan", plan);
        till.addPlan(plan);
    }

    JsonNode job(JsonNode asked) {
        return call("GET", sites() + "/jobs/" + asked.path("id").asText(), "");
    }

    JsonNode get(String target) {
        return call("GET", target, "");
    }

    /** Runs a new process of the function, with time for this many parts; returns the summary. */
    JsonNode restate(int parts) {
        return restate(dependencies.items(), parts);
    }

    /** The same with different tables. */
    JsonNode restate(ItemStore items, int parts) {
        Dependencies own = new Dependencies(
                items,
                dependencies.stream(),
                archive,
                dependencies.secrets(),
                dependencies.clock(),
                dependencies.telemetry());
        int[] left = {parts};
        Context context = (Context) Proxy.newProxyInstance(
                Past.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getRemainingTimeInMillis")) {
                        return left[0]-- > 0 ? 900_000 : 1_000;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
        return LambdaCalls.call(new JobsHandler(own, CACHED)::handleRequest, Json.MAPPER.createObjectNode(), context);
    }

    /** Tables rebuilt from the archive, as by {@code ./cairn rebuild}. */
    MemoryItemStore rebuilt() {
        MemoryItemStore anew = CarriedOver.from((MemoryItemStore) dependencies.items(), dependencies.clock());
        new JobStore(anew, dependencies.clock()).add(JobStore.Kind.REBUILD, JobStore.EVERY_SITE, Map.of());
        JsonNode summary = restate(anew, Integer.MAX_VALUE);
        if (summary.path("over").asInt() != 1) {
            throw new IllegalStateException(summary.toString());
        }
        Dependencies own = new Dependencies(
                anew,
                dependencies.stream(),
                archive,
                dependencies.secrets(),
                dependencies.clock(),
                dependencies.telemetry());
        ObjectNode full = Json.MAPPER.createObjectNode();
        full.putObject("detail").put("full", true);
        LambdaCalls.call(new AggregateHandler(own, Duration.ZERO)::handleRequest, full, null);
        return anew;
    }

    private String sites() {
        return "/v1/sites/" + till.site;
    }

    private JsonNode call(String method, String target, String body) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        ObjectNode context = event.putObject("requestContext").put("requestId", "request");
        String[] parts = target.split("\\?");
        context.putObject("http").put("method", method).put("path", parts[0]);
        ObjectNode query = event.putObject("queryStringParameters");
        for (String pair : parts.length > 1 ? parts[1].split("&") : new String[0]) {
            query.put(pair.split("=")[0], pair.split("=")[1]);
        }
        event.putObject("headers").put("Authorization", "Bearer " + ADMIN).put("If-Match", "*");
        event.put("body", body);
        JsonNode answer = LambdaCalls.call(report::handleRequest, event, null);
        if (answer.path("statusCode").asInt() / 100 != 2) {
            throw new IllegalStateException(answer.toString());
        }
        return Json.read(answer.path("body").asText(), JsonNode.class);
    }
}
