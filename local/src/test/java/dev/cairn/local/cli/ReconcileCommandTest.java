package dev.cairn.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cairn.Pipeline;
import dev.cairn.access.KeyService;
import dev.cairn.access.Scope;
import dev.cairn.report.ApiHandler;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.telemetry.ConsoleTelemetry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./cairn reconcile} against the real functions. */
class ReconcileCommandTest {
    private static final String PLAN = """
            sites:
              shop: {time_zone: Europe/Brussels, currency: EUR, origins: ["https://shop.example"]}
            goals:
              buy: {tier: macro, match: {event: purchase}, count: order, value: event}
              lead: {tier: macro, match: {event: lead}, count: event}
            """;

    @TempDir
    Path folder;

    private final PrintStream standardOut = System.out;
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private final SetClock clock = new SetClock(Instant.parse("2026-03-20T09:00:00Z"));
    private final MemoryItemStore items = new MemoryItemStore(clock);
    private final Pipeline pipeline = new Pipeline(items, clock, PLAN, "shop");
    private final ApiHandler api = new ApiHandler(
            new Dependencies(
                    items,
                    entries -> Set.of(),
                    new MemoryArchive(),
                    Pipeline.SECRETS,
                    clock,
                    new ConsoleTelemetry(System.err, clock)),
            Duration.ZERO);
    private final String key = new KeyService(items, Pipeline.SECRETS, clock, Duration.ZERO)
            .create("shop", Set.of(Scope.AUDIENCE_READ), "test", null)
            .secret();
    private int events;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        System.setOut(standardOut);
        System.setErr(standardError);
    }

    private void answer(HttpExchange exchange) throws IOException {
        ObjectNode event = Json.MAPPER.createObjectNode();
        ObjectNode context = event.putObject("requestContext").put("requestId", "request");
        context.putObject("http")
                .put("method", "GET")
                .put("path", exchange.getRequestURI().getPath());
        ObjectNode query = event.putObject("queryStringParameters");
        for (String pair : exchange.getRequestURI().getQuery().split("&")) {
            query.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
        }
        event.putObject("headers")
                .put("authorization", exchange.getRequestHeaders().getFirst("authorization"));
        ByteArrayOutputStream answered = new ByteArrayOutputStream();
        api.handleRequest(new ByteArrayInputStream(event.toString().getBytes(StandardCharsets.UTF_8)), answered, null);
        JsonNode reply = Json.MAPPER.readTree(answered.toByteArray());
        byte[] body = reply.path("body").asText().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.path("statusCode").asInt(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private ObjectNode event(String name, String user) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("site", "shop").put("user", user);
        body.putObject("consent").put("analytics", true);
        body.putArray("events")
                .addObject()
                .put("id", "e" + events++)
                .put("name", name)
                .put("at", clock.millis());
        return body;
    }

    private static ObjectNode only(ObjectNode body) {
        return (ObjectNode) body.path("events").get(0);
    }

    private void send(ObjectNode body) {
        assertThat(pipeline.post(body.toString()).path("statusCode").asInt()).isEqualTo(202);
    }

    private void count() {
        pipeline.drain(50);
        pipeline.aggregate();
    }

    private int run(String csv, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("orders.csv"), csv);
        List<String> words = new ArrayList<>(List.of("reconcile", file.toString(), "--site", "shop"));
        words.addAll(List.of("--url", "http://localhost:" + server.getAddress().getPort(), "--key", key));
        words.addAll(List.of(more));
        return CommandLine.run(words);
    }

    private void order(String user, String order, String amount) {
        ObjectNode landing = event("page_view", user);
        only(landing).put("url", "https://shop.example/?utm_source=news&utm_medium=email");
        send(landing);
        clock.forward(Duration.ofSeconds(20));
        ObjectNode purchase = event("purchase", user);
        only(purchase).put("order_id", order).putObject("value").put("amount", amount);
        send(purchase);
        clock.forward(Duration.ofHours(1));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void N9_everyOrderOfBothSidesIsListedOnceAndTheSumsAddUp() throws IOException {
        order("anna", "matched", "59.90");
        order("bert", "differs", "20.00");
        order("carl", "returned", "30.00");
        order("dora", "extra", "7.00");
        send(event("purchase", "emil"));
        ObjectNode refund = event("refund", "carl");
        only(refund).put("type", "refund").put("order_id", "returned");
        send(refund);
        count();

        int code = run("""
                order_id,at,amount,currency
                matched,2026-03-20 10:00:00,59.9,EUR
                differs,2026-03-20 11:00:00,25.00,EUR
                returned,2026-03-20 12:00:00,30.00,EUR
                lost,2026-03-20 12:30:00,11.00,EUR
                """);

        assertThat(code).isEqualTo(3);
        assertThat(out().lines().map(line -> line.replaceAll(" +", " ").strip()))
                .containsSubsequence(
                        "missing here:",
                        "2026-03-20 lost 11.00 EUR",
                        "extra here:",
                        "2026-03-20 (no order id) no amount direct",
                        "amount differs:",
                        "2026-03-20 differs 25.00 EUR 20.00 EUR email",
                        "refunded here:",
                        "2026-03-20 returned 30.00 EUR refunded email",
                        "matched:",
                        "2026-03-20 matched 59.9 EUR 59.90 EUR email",
                        "missing here 1 11.00 EUR 0 EUR",
                        "extra here 2 0 EUR 7.00 EUR",
                        "amount differs 1 25.00 EUR 20.00 EUR",
                        "refunded here 1 30.00 EUR 0 EUR",
                        "matched 1 59.9 EUR 59.90 EUR",
                        "total 6 125.90 EUR 86.90 EUR",
                        "matched, by channel: email 1",
                        "extra here, by channel: direct 1, email 1");
    }

    @Test
    void N9_bothSidesAgreeAlsoWhereTheClocksDoNot() throws IOException {
        order("anna", "one", "59.90");
        order("anna", "two", "5");
        count();

        assertThat(run("order_id,at,amount,currency\none,2026-03-19,59.90,EUR\ntwo,2026-03-20,5.00,EUR\n"))
                .isZero();
        assertThat(out()).contains("(here on 2026-03-20)").contains("Compared with the goal buy, 2026-03-19 to");
        assertThat(run("order_id,at,amount,currency\none,2026-03-21,59.90,EUR\n"))
                .isZero();
    }

    @Test
    void N9_anOrderOfAnotherDayIsNotExtra() throws IOException {
        order("anna", "one", "59.90");
        clock.forward(Duration.ofDays(1));
        order("anna", "two", "5");
        count();

        assertThat(run("order_id,at,amount,currency\none,2026-03-20,59.90,EUR\n"))
                .isZero();
        assertThat(run("order_id,at,amount,currency\none,2026-03-20,59.90,EUR\n", "--to", "2026-03-21"))
                .isEqualTo(3);
    }

    @Test
    void N9_faultsAreSaidWithLineAndColumn() throws IOException {
        assertThat(run("order_id,at,amount,currency\none,2026-03-20,5 EUR,EUR\n"))
                .isEqualTo(1);
        assertThat(error.toString(StandardCharsets.UTF_8)).contains("orders.csv, line 2, column amount: \"5 EUR\"");
        assertThat(run("order_id,at,amount,currency\n")).isEqualTo(2);
        assertThat(run("order_id,at,amount,currency\n1,2026-03-20,5,EUR\n", "--goal", "lead"))
                .isEqualTo(2);
        assertThat(CommandLine.run(List.of("reconcile", "nowhere.csv", "--site", "shop", "--key", "k")))
                .isEqualTo(2);
    }
}
