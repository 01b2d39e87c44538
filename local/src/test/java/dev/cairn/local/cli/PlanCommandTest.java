package dev.cairn.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cairn.plan.version.PlanJson;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PutResult;
import dev.cairn.store.Json;
import dev.cairn.store.memory.MemoryItemStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./cairn plan} against the real versions of a plan. */
class PlanCommandTest {
    private static final String TWO_SITES = """
            extends: default
            sites:
              shop: {time_zone: UTC, currency: EUR, origins: ["https://shop.example"]}
              b2b: {time_zone: UTC, currency: EUR}
            goals:
              blog_read: {tier: micro, kind: secondary, match: {url: "/blog/*"}}
            """;
    private static final String ONE_SITE = """
            extends: default
            sites:
              shop: {time_zone: UTC, currency: EUR, origins: ["https://shop.example", "https://www.shop.example"]}
            funnels:
              reader: {steps: [product_interest, purchase]}
            """;

    @TempDir
    Path folder;

    private final PrintStream standardOut = System.out;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Clock clock = Clock.systemUTC();
    private final PlanRepository plans = new PlanRepository(new MemoryItemStore(clock), clock, Duration.ZERO);
    private final List<String> questions = new ArrayList<>();
    private Optional<Boolean> answer = Optional.empty();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/plan", this::answer);
        server.start();
        put(TWO_SITES);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        System.setOut(standardOut);
    }

    @Test
    void section4_aPushPrintsWhatIsAddedChangedAndRemoved() throws Exception {
        answer = Optional.of(true);

        assertThat(run("push", file(ONE_SITE))).isZero();

        assertThat(out().lines())
                .containsExactly(
                        "~ sites.shop.origins",
                        "- sites.b2b",
                        "+ funnels.reader",
                        "- goals.blog_read",
                        "Pushed, version 2.");
        assertThat(plans.current().source()).isEqualTo(ONE_SITE);
        assertThat(questions)
                .containsExactly("This removes 1 site (b2b); their events are refused from now on. Push it?");
    }

    @Test
    void section4_aSiteDisappearsOnlyWhenSomeoneSaysSo() throws Exception {
        assertThat(run("push", file(ONE_SITE))).as("without a terminal").isEqualTo(1);
        assertThat(out()).contains("This would remove 1 site (b2b).", "add --yes", "Nothing was pushed.");

        answer = Optional.of(false);
        assertThat(run("push", file(ONE_SITE))).as("answered no").isEqualTo(1);
        assertThat(plans.current().version()).isEqualTo(1);

        assertThat(run("push", file(ONE_SITE), "--yes")).isZero();
        assertThat(questions).hasSize(2);
        assertThat(plans.current().version()).isEqualTo(2);
    }

    @Test
    void aPushThatRemovesNoSiteAsksNothing() throws Exception {
        assertThat(run("push", file(TWO_SITES.replace("EUR, o", "USD, o")))).isZero();
        assertThat(questions).isEmpty();
        assertThat(run("push", file(TWO_SITES.replace("EUR, o", "USD, o")))).isZero();
        assertThat(out()).contains("Nothing to push: version 2 is this document.");
        assertThat(plans.current().version()).isEqualTo(2);
    }

    @Test
    void section4_pullPrintsTheDocumentAsItWasPut() throws Exception {
        put(ONE_SITE);
        assertThat(run("pull")).isZero();
        assertThat(out()).isEqualTo(ONE_SITE);
        out.reset();
        assertThat(run("pull", "--version", "1")).isZero();
        assertThat(out()).isEqualTo(TWO_SITES);
        out.reset();
        assertThat(run("pull", "--version", "9")).isEqualTo(1);
        assertThat(out()).contains("The server answered 400: There is no such version.");
    }

    @Test
    void section4_diffPrintsTheDifferencesAndPushesNothing() throws Exception {
        assertThat(run("diff", file(ONE_SITE))).isEqualTo(3);
        assertThat(out().lines()).contains("- sites.b2b", "4 differences from version 1.");
        out.reset();
        assertThat(run("diff", file("# a comment\n" + TWO_SITES))).isZero();
        assertThat(out()).isEqualTo("Nothing differs from version 1.\n");
        assertThat(plans.current().version()).isEqualTo(1);
    }

    @Test
    void section4_rollbackPutsAnEarlierVersionInForceAgain() throws Exception {
        put(ONE_SITE);
        assertThat(run("rollback", "1")).isZero();
        assertThat(out()).contains("+ sites.b2b", "Pushed, version 3.");
        assertThat(plans.current().source()).isEqualTo(TWO_SITES);

        assertThat(run("rollback", "2")).as("b2b would disappear again").isEqualTo(1);
        assertThat(plans.current().version()).isEqualTo(3);
    }

    private String file(String plan) throws IOException {
        return Files.writeString(folder.resolve("plan.yaml"), plan).toString();
    }

    private int run(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--to", "http://127.0.0.1:" + server.getAddress().getPort(), "--key", "k"));
        PlanCommand command = new PlanCommand(question -> {
            questions.add(question);
            return answer;
        });
        return command.run(all);
    }

    private void put(String plan) {
        assertThat(plans.put(plan, "*", null)).isInstanceOf(PutResult.Stored.class);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = exchange.getRequestURI().getQuery();
            Map<String, Object> json = new LinkedHashMap<>();
            int status = 200;
            if (exchange.getRequestMethod().equals("PUT")) {
                String source = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                plans.put(source, exchange.getRequestHeaders().getFirst("if-match"), null);
                json.put("version", plans.current().version());
            } else if (query != null && query.equals("version=9")) {
                status = 400;
                json.put("error", Map.of("message", "There is no such version."));
            } else {
                json.putAll(PlanJson.of(
                        query == null ? plans.current() : plans.version(Integer.parseInt(query.split("=")[1]))));
                exchange.getResponseHeaders().set("etag", plans.current().etag());
            }
            byte[] body = Json.write(json).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
