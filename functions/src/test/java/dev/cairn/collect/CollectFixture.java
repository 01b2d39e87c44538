package dev.cairn.collect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.OpenApi;
import dev.cairn.access.AccessKey;
import dev.cairn.access.Scope;
import dev.cairn.collect.access.SiteDirectory;
import dev.cairn.collect.stream.RetryingStreamWriter;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Delivery;
import dev.cairn.plan.model.Plan;
import dev.cairn.plan.model.Site;
import dev.cairn.store.Dependencies;
import dev.cairn.store.EventStream;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Secrets;
import dev.cairn.store.codec.DeliveryCodec;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.telemetry.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A collector for tests: API Gateway's JSON in and out, a list as the stream, a map as the tables, a field as the
 * clock.
 */
public final class CollectFixture {
    public static final long NOW = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();
    static final String PAGE = "https://shop.example";
    /** What the edge in front of the collector proves itself with. */
    static final String EDGE = "the-edge-secret-of-these-tests";

    public static final String ADDRESS = "198.51.100.23";
    public static final String AGENT =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Safari/537.36";
    static final String KEY = "ck_shop_secret";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One parsed response. */
    public record Answer(int status, JsonNode headers, String text) {
        public JsonNode body() {
            try {
                return JSON.readTree(text);
            } catch (IOException notJson) {
                throw new UncheckedIOException(notJson);
            }
        }

        /** The error's code, or the reasons of the rejected events, or "". */
        String word() {
            if (body().has("error") && body().path("rejected").isMissingNode()) {
                return body().path("error").path("code").asText();
            }
            List<String> reasons = new ArrayList<>();
            body().path("rejected")
                    .forEach(each -> reasons.add(each.path("reason").asText()));
            return String.join(",", reasons);
        }
    }

    /** The function's telemetry. */
    public static final class Said implements Telemetry {
        public final Map<String, Long> counts = new TreeMap<>();
        final StringBuilder log = new StringBuilder();

        @Override
        public void count(String metric, long value) {
            counts.merge(metric, value, Long::sum);
        }

        @Override
        public void warn(String message, Map<String, ?> fields) {
            log.append(message).append(fields).append('\n');
        }

        @Override
        public void error(String message, Throwable cause, Map<String, ?> fields) {
            StringWriter stack = new StringWriter();
            cause.printStackTrace(new PrintWriter(stack));
            log.append(message).append(fields).append(stack).append('\n');
        }
    }

    public Instant now = Instant.ofEpochMilli(NOW);
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    public final MemoryItemStore items = new MemoryItemStore(clock);
    public final List<EventStream.Entry> entries = new ArrayList<>();
    public final Said said = new Said();
    public String requestId = "req-1";
    int secretsAsked;
    boolean tablesFail;
    public long slept;
    public EventStream stream = offered -> {
        entries.addAll(offered);
        return Set.of();
    };
    private final CollectHandler handler;

    CollectFixture(Site... sites) {
        Map<String, Site> known = new TreeMap<>();
        for (Site site : sites) {
            known.put(site.id(), site);
        }
        Plan plan = new Plan(7, Instant.EPOCH, "", known);
        Secrets secrets = new Secrets() {
            @Override
            public byte[] master() {
                secretsAsked++;
                return "a master secret of 32 bytes here".getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public String adminKey() {
                return "admin";
            }

            @Override
            public String edge() {
                return EDGE;
            }
        };
        Dependencies dependencies = new Dependencies(
                failingTables(), offered -> stream.put(offered), new MemoryArchive(), secrets, clock, said);
        handler = new CollectHandler(
                dependencies,
                directory(plan),
                new RetryingStreamWriter.RetryTiming(() -> slept, millis -> slept += millis, () -> 0.5));
    }

    public CollectFixture() {
        this(Sites.shop(), Sites.blog(), Sites.mail());
    }

    /** The tables, of which every call fails while {@link #tablesFail}. */
    private ItemStore failingTables() {
        return (ItemStore) Proxy.newProxyInstance(
                ItemStore.class.getClassLoader(), new Class<?>[] {ItemStore.class}, (proxy, method, arguments) -> {
                    if (tablesFail) {
                        throw new IllegalStateException("the table does not answer");
                    }
                    return method.invoke(items, arguments);
                });
    }

    private static SiteDirectory directory(Plan plan) {
        Map<String, AccessKey> keys = Map.of(
                KEY,
                key("shop", Scope.EVENTS_WRITE),
                "ck_blog_secret",
                key("blog", Scope.EVENTS_WRITE),
                "ck_stats_secret",
                key("shop", Scope.STATS_READ),
                "ck_admin_secret",
                key(null, Scope.ADMIN));
        return new SiteDirectory() {
            @Override
            public Plan plan() {
                return plan;
            }

            @Override
            public Optional<Site> site(String id) {
                return Optional.ofNullable(plan.sites().get(id));
            }

            @Override
            public Optional<AccessKey> key(String secret, String address) {
                return Optional.ofNullable(keys.get(secret));
            }
        };
    }

    private static AccessKey key(String site, Scope scope) {
        return new AccessKey("k", site, Set.of(scope), "a key", Instant.EPOCH, null, false, null);
    }

    /** A page's headers, with these pairs added; a null value removes the header. */
    public static Map<String, String> browser(String... changes) {
        return changed(
                Map.of("origin", PAGE, "content-type", "text/plain;charset=UTF-8", "user-agent", AGENT), changes);
    }

    public static Map<String, String> server(String... changes) {
        return changed(
                Map.of(
                        "authorization",
                        "Bearer " + KEY,
                        "content-type",
                        "application/json",
                        "user-agent",
                        "python-requests/2.32"),
                changes);
    }

    private static Map<String, String> changed(Map<String, String> base, String... changes) {
        Map<String, String> headers = new TreeMap<>(base);
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1] == null) {
                headers.remove(changes[i]);
            } else {
                headers.put(changes[i], changes[i + 1]);
            }
        }
        return headers;
    }

    public Answer post(String body, Map<String, String> headers) {
        return send("POST", body.getBytes(StandardCharsets.UTF_8), headers, Map.of());
    }

    Answer post(byte[] body, Map<String, String> headers) {
        return send("POST", body, headers, Map.of());
    }

    public Answer send(String method, byte[] body, Map<String, String> headers, Map<String, String> query) {
        return send(method, body, headers, query, ADDRESS, now.toEpochMilli());
    }

    /** Sends to a path other than our own protocol's. */
    Answer at(String path, String body, Map<String, String> headers, Map<String, String> query) {
        return send("POST", path, body.getBytes(StandardCharsets.UTF_8), headers, query, ADDRESS, now.toEpochMilli());
    }

    public Answer send(
            String method,
            byte[] body,
            Map<String, String> headers,
            Map<String, String> query,
            String address,
            long receivedAt) {
        return send(method, "/v1/events", body, headers, query, address, receivedAt);
    }

    Answer send(
            String method,
            String path,
            byte[] body,
            Map<String, String> headers,
            Map<String, String> query,
            String address,
            long receivedAt) {
        ObjectNode event = JSON.createObjectNode();
        ObjectNode context = event.putObject("requestContext");
        context.put("requestId", requestId).put("timeEpoch", receivedAt);
        context.putObject("http").put("method", method).put("path", path).put("sourceIp", address);
        ObjectNode sent = event.putObject("headers");
        headers.forEach(sent::put);
        Optional.ofNullable(sent.remove("cookie"))
                .ifPresent(cookies -> event.putArray("cookies")
                        .addAll(Stream.of(cookies.asText().split("; "))
                                .map(event::textNode)
                                .toList()));
        ObjectNode parameters = event.putObject("queryStringParameters");
        query.forEach(parameters::put);
        event.put("isBase64Encoded", true).put("body", Base64.getEncoder().encodeToString(body));
        Answer answer = handle(event.toString());
        Map<String, String> said = new TreeMap<>();
        answer.headers()
                .properties()
                .forEach(header -> said.put(header.getKey(), header.getValue().asText()));
        OpenApi.check(method, target(path, query), answer.status(), said, answer.text());
        return answer;
    }

    private static String target(String path, Map<String, String> query) {
        return query.isEmpty() ? path : path + "?" + String.join("=&", query.keySet()) + "=";
    }

    Answer handle(String gatewayEvent) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            handler.handleRequest(new ByteArrayInputStream(gatewayEvent.getBytes(StandardCharsets.UTF_8)), out, null);
            JsonNode answer = JSON.readTree(out.toByteArray());
            return new Answer(
                    answer.path("statusCode").asInt(),
                    answer.path("headers"),
                    answer.path("body").asText());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Ends the process in an orderly way. */
    public void end() {
        handler.close();
    }

    public List<Delivery> deliveries() {
        return entries.stream().map(entry -> DeliveryCodec.read(entry.data())).toList();
    }

    public List<AcceptedEvent> events() {
        return deliveries().stream().flatMap(each -> each.events().stream()).toList();
    }

    public AcceptedEvent onlyEvent() {
        List<AcceptedEvent> events = events();
        if (events.size() != 1) {
            throw new AssertionError(events.size() + " events on the stream");
        }
        return events.getFirst();
    }

    /** The only event's properties by key, numbers in plain notation. */
    String onlyProps() {
        Map<String, Object> props = new TreeMap<>(onlyEvent().props());
        props.replaceAll((key, value) -> value instanceof BigDecimal number ? number.toPlainString() : value);
        return props.toString();
    }

    public Delivery onlyDelivery() {
        List<Delivery> deliveries = deliveries();
        if (deliveries.size() != 1) {
            throw new AssertionError(deliveries.size() + " deliveries on the stream");
        }
        return deliveries.getFirst();
    }

    /** Everything that left the collector except the response: stream, tables, log, metrics. */
    public String everythingKept() {
        StringBuilder all = new StringBuilder();
        entries.forEach(entry -> all.append(entry.partitionKey())
                .append(new String(entry.data(), StandardCharsets.UTF_8))
                .append('\n'));
        items.all().forEach(item -> all.append(item).append('\n'));
        return all.append(said.log).append(said.counts).toString();
    }

    /** A body with one event of these further fields, for a page. */
    public static String body(String eventFields, String bodyFields) {
        return "{\"site\":\"shop\",\"sent_at\":" + NOW + bodyFields
                + ",\"events\":[{\"id\":\"e1\",\"name\":\"page_view\"," + "\"at\":" + NOW + eventFields + "}]}";
    }

    public static String event(String eventFields) {
        return body(eventFields, "");
    }
}
