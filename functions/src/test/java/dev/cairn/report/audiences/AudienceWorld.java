package dev.cairn.report.audiences;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.LambdaCalls;
import dev.cairn.OpenApi;
import dev.cairn.Pipeline;
import dev.cairn.access.KeyService;
import dev.cairn.access.Scope;
import dev.cairn.jobs.JobsHandler;
import dev.cairn.jobs.PropagationDelay;
import dev.cairn.report.ApiHandler;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.telemetry.ConsoleTelemetry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A shop with audiences and ads: events go in through the real handlers, the API is asked. */
public final class AudienceWorld {
    public static final String PLAN = """
            sites:
              shop: {name: Shop, time_zone: Europe/Brussels, currency: EUR, origins: ["https://shop.example"], retention_days: 120}
            goals:
              cart: {tier: micro, kind: milestone, match: {event: add_to_cart}, ads: secondary}
              buy: {tier: macro, match: {event: purchase}, count: order, value: event, ads: {as: primary, name: Purchase}}
              lead: {tier: macro, match: {event: lead}, count: event}
            audiences:
              left_cart: {did: cart, not: buy, after: 24h, within: 10d}
              quick: {did: cart, within: 6h}
            """;

    public final SetClock clock = new SetClock(Instant.parse("2026-03-20T09:00:00Z"));
    public final MemoryItemStore items = new MemoryItemStore(clock);
    public final Pipeline pipeline;
    public final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final MemoryArchive archive = new MemoryArchive();
    private final Dependencies dependencies;
    private final ApiHandler api;
    private final String admin;
    private int events;

    public AudienceWorld() {
        this(PLAN);
    }

    public AudienceWorld(String plan) {
        pipeline = new Pipeline(items, clock, plan, "shop");
        dependencies = new Dependencies(
                items,
                entries -> Set.of(),
                archive,
                Pipeline.SECRETS,
                clock,
                new ConsoleTelemetry(new PrintStream(log, true, StandardCharsets.UTF_8), clock));
        api = new ApiHandler(dependencies, Duration.ZERO);
        admin = key(Scope.ADMIN);
    }

    /** An event that is about to be sent. */
    public final class Event {
        private final ObjectNode body = Json.MAPPER.createObjectNode().put("site", "shop");
        private final ObjectNode event = body.putArray("events").addObject();
        private final ObjectNode consent = body.putObject("consent").put("analytics", true);
        private final Map<String, String> headers = new HashMap<>();

        private Event(String name) {
            event.put("id", "e" + events++).put("name", name).put("at", clock.millis());
        }

        public Event user(String user) {
            body.put("user", user);
            return this;
        }

        public Event device(String device) {
            body.put("visitor", device);
            return this;
        }

        public Event ads() {
            consent.put("ads", true);
            return this;
        }

        public Event url(String path) {
            event.put("url", "https://shop.example" + path);
            return this;
        }

        public Event order(String order, String amount) {
            event.put("order_id", order).putObject("value").put("amount", amount);
            return this;
        }

        public Event refund() {
            event.put("type", "refund");
            return this;
        }

        public Event earlier(Duration by) {
            event.put("at", clock.millis() - by.toMillis());
            return this;
        }

        public Event id(String id) {
            event.put("id", id);
            return this;
        }

        /** Sends it from the shop's server. */
        public void send() {
            check(pipeline.post(body.toString()));
        }

        /** Sends it from a browser with Global Privacy Control. */
        public void sendWithPrivacyControl() {
            headers.put("origin", "https://shop.example");
            headers.put("content-type", "text/plain");
            headers.put("sec-gpc", "1");
            headers.put("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
            body.put("sent_at", clock.millis());
            check(pipeline.post(body.toString(), headers));
        }

        private void check(JsonNode reply) {
            if (reply.path("statusCode").asInt() != 202) {
                throw new IllegalStateException(reply.toString());
            }
        }
    }

    public Event event(String name) {
        return new Event(name);
    }

    /** Delivers what was sent, twice, to the classifier and the archive, and runs the aggregator on all marked days. */
    public void run() {
        deliver();
        pipeline.aggregate();
    }

    /** The same with a run as the schedule starts it: of today and yesterday. */
    public void runOnSchedule() {
        deliver();
        pipeline.aggregateOnSchedule();
    }

    private void deliver() {
        var records = pipeline.peekStream();
        pipeline.deliver(1_000, records);
        if (!records.isEmpty()) {
            archive.write(clock.instant(), records);
        }
        pipeline.drain(50);
    }

    public void forward(Duration time) {
        clock.forward(time);
    }

    public void erase(String id) {
        call("DELETE", "/v1/sites/shop/visitors/" + id, "", admin);
        JobsHandler jobs = new JobsHandler(dependencies, Duration.ZERO, PropagationDelay.NONE);
        for (int i = 0; i < 20; i++) {
            LambdaCalls.call(jobs::handleRequest, Json.MAPPER.createObjectNode());
        }
    }

    public String key(Scope... scopes) {
        return new KeyService(items, Pipeline.SECRETS, clock, Duration.ZERO)
                .create(Set.of(scopes).contains(Scope.ADMIN) ? null : "shop", Set.of(scopes), "test", null)
                .secret();
    }

    public record Reply(int status, Map<String, String> headers, String body) {
        public JsonNode json() {
            return Json.read(body, JsonNode.class);
        }
    }

    public JsonNode get(String target) {
        return ask(target).json();
    }

    public Reply ask(String target) {
        return call("GET", "/v1/sites/shop/" + target, "", admin);
    }

    public Reply call(String method, String target, String body, String key) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        String[] parts = target.split("\\?", 2);
        ObjectNode context = event.putObject("requestContext").put("requestId", "request");
        context.putObject("http").put("method", method).put("path", parts[0]);
        ObjectNode query = event.putObject("queryStringParameters");
        for (String pair : parts.length > 1 ? parts[1].split("&") : new String[0]) {
            query.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
        }
        event.putObject("headers").put("Authorization", "Bearer " + key).put("content-type", "application/json");
        event.put("body", body);
        JsonNode answer = LambdaCalls.call(api::handleRequest, event);
        Map<String, String> headers = new HashMap<>();
        answer.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        Reply reply = new Reply(
                answer.path("statusCode").asInt(), headers, answer.path("body").asText());
        OpenApi.check(method, target, reply.status(), reply.headers(), reply.body());
        return reply;
    }
}
