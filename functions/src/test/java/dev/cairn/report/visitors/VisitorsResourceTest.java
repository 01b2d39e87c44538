package dev.cairn.report.visitors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.OpenApi;
import dev.cairn.Pipeline;
import dev.cairn.access.KeyService;
import dev.cairn.access.Scope;
import dev.cairn.jobs.JobsHandler;
import dev.cairn.jobs.PropagationDelay;
import dev.cairn.report.ApiHandler;
import dev.cairn.store.DamagedArchive;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Item;
import dev.cairn.store.Json;
import dev.cairn.store.Secrets;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.telemetry.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** M7 over the API: the id is the one sent by clients, as visitor or as user. */
class VisitorsResourceTest {
    private static final String PLAN = """
            extends: default
            sites:
              shop: {name: Shop, time_zone: UTC, currency: EUR, origins: [], retention_days: 30}
            """;
    private static final String ANNA = "anna/1@mail.example";

    private final SetClock clock = new SetClock(Instant.parse("2026-03-10T11:00:00Z"));
    private final MemoryItemStore items = new MemoryItemStore(clock);
    private final MemoryArchive objects = new MemoryArchive();
    private final DamagedArchive archive = new DamagedArchive(objects);
    private final Dependencies dependencies =
            new Dependencies(items, entries -> Set.of(), archive, new StackSecrets(), clock, Telemetry.SILENT);
    private final Pipeline pipeline = new Pipeline(items, clock, PLAN, "shop");
    private final ApiHandler report = new ApiHandler(dependencies, Duration.ZERO);

    private record StackSecrets() implements Secrets {
        @Override
        public byte[] master() {
            return "a master secret of 32 bytes or so".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String adminKey() {
            return "an-admin-key-for-tests-only";
        }
    }

    @BeforeEach
    void annaOnAPhoneAndBob() {
        post("phone", null, "before", "/secret-of-anna");
        post("phone", ANNA, "joined", "/anna");
        post("desk", "bob", "bobs", "/secret-of-bob");
        clock.forward(Duration.ofMinutes(1));
        objects.write(clock.instant(), pipeline.peekStream());
        pipeline.drain(50);
        pipeline.aggregate();
    }

    private void post(String visitor, String user, String id, String path) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("site", "shop").put("visitor", visitor);
        body.put("user", user).putObject("consent").put("analytics", true);
        body.putObject("context").put("url", "https://shop.example" + path);
        body.putArray("events")
                .addObject()
                .put("id", id)
                .put("name", "page_view")
                .put("at", clock.millis());
        assertThat(pipeline.post(body.toString()).path("statusCode").asInt()).isEqualTo(202);
    }

    private JsonNode call(String method, String id, String key) {
        return call(method, id, key, "application/json");
    }

    private JsonNode call(String method, String id, String key, String accept) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.putObject("requestContext")
                .put("requestId", "request-1")
                .putObject("http")
                .put("method", method)
                .put("path", "/v1/sites/shop/visitors/" + id);
        event.putObject("headers").put("authorization", "Bearer " + key).put("accept", accept);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            report.handleRequest(
                    new ByteArrayInputStream(Json.write(event).getBytes(StandardCharsets.UTF_8)), out, null);
            return OpenApi.checked(event, Json.MAPPER.readTree(out.toByteArray()));
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    private JsonNode admin(String method, String id) {
        return call(method, id, "an-admin-key-for-tests-only");
    }

    @Test
    void M7_aUserIsGivenAllThatIsTheirsAndNothingElse() {
        JsonNode answer = admin("GET", ANNA);

        assertThat(answer.path("statusCode").asInt()).isEqualTo(200);
        JsonNode body = Json.read(answer.path("body").asText(), JsonNode.class);
        assertThat(body.path("rows").findValuesAsText("as"))
                .containsExactly("archived", "archived", "journey", "stored", "stored");
        assertThat(body.toString())
                .contains("/secret-of-anna", "\"id\":\"before\"")
                .doesNotContain("bob");
    }

    /** A downloaded file may be seen by others, and its name is in a header. */
    @Test
    void M7_theNameOfTheFileDoesNotSayWhoItIs() {
        JsonNode answer = call("GET", ANNA, "an-admin-key-for-tests-only", "text/csv");

        assertThat(answer.path("statusCode").asInt()).isEqualTo(200);
        assertThat(answer.path("headers").path("content-disposition").asText())
                .isEqualTo("attachment; filename=\"shop-visitors.csv\"");
    }

    /** scroll_depth is met by the event alone, engaged_visit only by its visit. */
    @Test
    void M7_goalsThatHangOnTheVisitAreNotAmongThoseThatAreMet() {
        ObjectNode body = Json.MAPPER.createObjectNode().put("site", "shop").put("visitor", "desk");
        body.putObject("consent").put("analytics", true);
        body.putObject("context").put("url", "https://shop.example/bob");
        ObjectNode event = body.putArray("events").addObject().put("id", "long").put("name", "engagement");
        event.put("at", clock.millis())
                .putObject("props")
                .put("engaged_ms", 40_000)
                .put("scroll", 80)
                .put("scrolled", true);
        assertThat(pipeline.post(body.toString()).path("statusCode").asInt()).isEqualTo(202);
        objects.write(clock.instant(), pipeline.peekStream());
        pipeline.drain(50);

        String text = admin("GET", "desk").path("body").asText();

        assertThat(text).contains("\"engaged_ms\":40000").doesNotContain("~");
        for (JsonNode row : Json.read(text, JsonNode.class).path("rows")) {
            if (row.path("name").asText().equals("page_view")) {
                assertThat(row.path("goals")).isEmpty();
                assertThat(row.path("goals_with_visit").toString()).contains("\"frequent_visitor\"");
            }
        }
    }

    @Test
    void M7_aVisitorIsGivenWhatWasSentFromTheirDevice() {
        String body = admin("GET", "desk").path("body").asText();

        assertThat(body).contains("/secret-of-bob").doesNotContain("anna");
    }

    @Test
    void M7_anObjectThatCannotBeReadIsNamedAndEverythingElseIsGiven() {
        String other = objects.write(clock.instant(), List.of());
        archive.refuse(other);

        JsonNode answer = admin("GET", ANNA);

        assertThat(answer.path("statusCode").asInt()).isEqualTo(200);
        JsonNode body = Json.read(answer.path("body").asText(), JsonNode.class);
        assertThat(body.path("unreadable").toString()).isEqualTo("[\"" + other + "\"]");
        assertThat(body.path("rows").findValuesAsText("as"))
                .containsExactly("archived", "archived", "journey", "stored", "stored");
    }

    @Test
    void M7_nobodyKnownIsNotFound() {
        assertThat(admin("GET", "nobody").path("statusCode").asInt()).isEqualTo(404);
    }

    @Test
    void M7_anIdIsAsLongAsTheCollectorTakesIt() {
        assertThat(admin("GET", "\uD83D\uDE00".repeat(256)).path("statusCode").asInt())
                .isEqualTo(404);
        assertThat(admin("GET", "\uD83D\uDE00".repeat(257)).path("statusCode").asInt())
                .isEqualTo(400);
    }

    @Test
    void M7_onlyAdminsMayReadOrErase() {
        String key = new KeyService(items, dependencies.secrets(), clock, Duration.ZERO)
                .create("shop", Set.of(Scope.STATS_READ, Scope.EVENTS_WRITE, Scope.PLAN_WRITE), "all but admin", null)
                .secret();
        for (String method : List.of("GET", "DELETE")) {
            assertThat(call(method, ANNA, key).path("statusCode").asInt()).isEqualTo(403);
        }
    }

    @Test
    void M7_anErasedUserIsGoneAndOthersStay() throws IOException {
        JsonNode answer = admin("DELETE", ANNA);
        assertThat(answer.path("statusCode").asInt()).isEqualTo(202);
        String job = Json.read(answer.path("body").asText(), JsonNode.class)
                .path("id")
                .asText();
        assertThat(answer.path("headers").path("location").asText()).isEqualTo("/v1/sites/shop/jobs/" + job);

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JobsHandler(dependencies, Duration.ZERO, PropagationDelay.NONE)
                .handleRequest(new ByteArrayInputStream("{}".getBytes()), out, null);
        pipeline.aggregate();

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"open\":0");
        assertThat(admin("GET", ANNA).path("statusCode").asInt()).isEqualTo(404);
        assertThat(admin("GET", "bob").path("statusCode").asInt()).isEqualTo(200);
        assertThat(items.all()).extracting(Item::body).noneMatch(body -> body.contains("secret-of-anna"));
        assertThat(items.all()).extracting(item -> item.key() + item.body()).noneMatch(text -> text.contains("anna"));
    }
}
