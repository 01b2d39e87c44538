package dev.cairn.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.OpenApi;
import dev.cairn.access.KeyService;
import dev.cairn.access.Scope;
import dev.cairn.aws.CountingItems;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PutResult;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.Secrets;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.statistic.AggregationRuns;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.store.statistic.Watermark;
import dev.cairn.telemetry.ConsoleTelemetry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A stack with two sites on the morning of 27 February 2025, half an hour after the last run, called like a Lambda
 * function.
 */
public final class ReportWorld {
    public static final String ADMIN = "an-admin-key-for-tests-only";
    static final String EDGE = "the-secret-of-the-edge";
    static final Instant NOW = Instant.parse("2025-02-27T01:00:00Z");
    public static final Instant LAST_RUN = Instant.parse("2025-02-27T00:30:00Z");
    static final Instant WRITTEN = Instant.parse("2025-02-26T00:30:00Z");
    static final Instant PLAN_PUT = Instant.parse("2025-02-01T12:00:00Z");
    public static final String PLAN = """
            extends: default
            sites:
              shop: {name: Shop, time_zone: UTC, currency: USD, origins: []}
              lamps: {name: Lamps, time_zone: Europe/Brussels, currency: EUR, origins: []}
            """;

    public final SetClock clock = new SetClock(PLAN_PUT);
    public final MemoryItemStore memory = new MemoryItemStore(clock);
    public final CountingItems items = new CountingItems(memory);
    final ByteArrayOutputStream log = new ByteArrayOutputStream();
    final StatisticRows rows = new StatisticRows(memory);
    final AggregationRuns runs = new AggregationRuns(memory);
    public final Watermark watermark = new Watermark(memory);
    final PlanRepository plans = new PlanRepository(memory, clock, Duration.ZERO);
    final KeyService keys;
    final Dependencies dependencies;
    final ApiHandler handler;

    public ReportWorld() {
        this(5_000_000);
    }

    public ReportWorld(int pageBytes) {
        put(PLAN);
        clock.forward(Duration.between(PLAN_PUT, NOW));
        watermark.advance("shard-0", LAST_RUN.plusSeconds(5).toEpochMilli());
        runs.finished(new AggregationRuns.LastRun(LAST_RUN.toEpochMilli(), Set.of()));
        dependencies = new Dependencies(
                items,
                entries -> Set.of(),
                new MemoryArchive(),
                new StackSecrets(),
                clock,
                new ConsoleTelemetry(new PrintStream(log, true, StandardCharsets.UTF_8), clock));
        keys = new KeyService(memory, dependencies.secrets(), clock, Duration.ZERO);
        handler = new ApiHandler(dependencies, Duration.ofSeconds(30), pageBytes);
    }

    private record StackSecrets() implements Secrets {
        @Override
        public byte[] master() {
            throw new UnsupportedOperationException("reading statistics needs no master secret");
        }

        @Override
        public String adminKey() {
            return ADMIN;
        }

        @Override
        public String edge() {
            return EDGE;
        }
    }

    public void put(String plan) {
        if (!(plans.put(plan, "*", null) instanceof PutResult.Stored)) {
            throw new IllegalArgumentException("the plan of the test is faulty");
        }
    }

    public String key(String site, Scope... scopes) {
        return keys.create(site, Set.of(scopes), "test", null).secret();
    }

    /** Writes a row of {@code shop} as the aggregator does, once. */
    public void row(String resource, String day, Object figures) {
        row(resource, day, 1, figures);
    }

    public void row(String resource, String day, int revision, Object figures) {
        for (int i = 1; i <= revision; i++) {
            rows.put(
                    new StatisticRows.Id("shop", StatisticRows.key(resource).orElseThrow(), LocalDate.parse(day)),
                    new StatisticRows.Row(
                            LocalDate.parse(day),
                            i,
                            WRITTEN.toEpochMilli(),
                            plans.current().version(),
                            Json.MAPPER.valueToTree(figures)));
        }
    }

    public record Reply(int status, Map<String, String> headers, String body) {
        public JsonNode json() {
            return Json.read(body, JsonNode.class);
        }

        public String error(String field) {
            return json().path("error").path(field).asText();
        }
    }

    public Reply get(String target) {
        return call("GET", target, ADMIN, Map.of(), "");
    }

    public Reply get(String target, Map<String, String> headers) {
        return call("GET", target, ADMIN, headers, "");
    }

    /** @param key null sends none */
    public Reply call(String method, String target, String key, Map<String, String> headers, String body) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        int query = target.indexOf('?');
        ObjectNode context = event.putObject("requestContext").put("requestId", "request-1");
        context.putObject("http").put("method", method).put("path", query < 0 ? target : target.substring(0, query));
        ObjectNode parameters = event.putObject("queryStringParameters");
        if (query >= 0) {
            for (String pair : target.substring(query + 1).split("&")) {
                String[] parts = pair.split("=", 2);
                parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        ObjectNode sent = event.putObject("headers");
        headers.forEach(sent::put);
        if (key != null) {
            sent.put("Authorization", "Bearer " + key);
        }
        event.put("body", body);
        Reply reply = reply(event);
        OpenApi.check(method, target, reply.status(), reply.headers(), reply.body());
        return reply;
    }

    private Reply reply(ObjectNode event) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            handler.handleRequest(
                    new ByteArrayInputStream(Json.write(event).getBytes(StandardCharsets.UTF_8)), out, null);
            JsonNode answer = Json.MAPPER.readTree(out.toByteArray());
            Map<String, String> headers = new HashMap<>();
            answer.path("headers")
                    .fields()
                    .forEachRemaining(
                            each -> headers.put(each.getKey(), each.getValue().asText()));
            return new Reply(
                    answer.path("statusCode").asInt(),
                    headers,
                    answer.path("body").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
