package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.Pipeline;
import dev.cairn.report.ReportWorld.Reply;
import dev.cairn.store.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Four days of a real shop, from posted bodies to API responses: every figure matches an independent program. */
class FourRealDaysAnswersTest {
    private static final Path DATA = Path.of("..", "..", "shared", "data");
    private static final String RANGE = "?from=2025-02-23&to=2025-02-26";

    private final ReportWorld world = new ReportWorld();

    @BeforeAll
    static void theDataIsThere() {
        assumeThat(DATA.resolve("shop-4-days.ndjson.gz"))
                .as("the shared data is not beside this clone")
                .exists();
    }

    @Test
    void everyFigureIsEqualInTheAnswers() throws IOException {
        world.clock.forward(Duration.between(ReportWorld.NOW, ReportWorld.LAST_RUN));
        Pipeline pipeline = new Pipeline(world.memory, world.clock, plan(), "shop");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(DATA.resolve("shop-4-days.ndjson.gz"))),
                StandardCharsets.UTF_8))) {
            lines.lines().forEach(pipeline::post);
        }
        pipeline.drain(500);
        pipeline.aggregate();
        JsonNode expected =
                Json.MAPPER.readTree(DATA.resolve("shop-4-days.expected.json").toFile());

        compare(expected.path("days"), byDate("overview" + RANGE));
        expected.path("goals").fields().forEachRemaining(day -> compare(day.getValue(), goals(day.getKey())));
        expected.path("funnels")
                .fields()
                .forEachRemaining(funnel -> funnel.getValue()
                        .fields()
                        .forEachRemaining(view -> compare(
                                view.getValue(),
                                byDate("funnels/" + funnel.getKey() + RANGE + "&view=" + view.getKey()))));
    }

    /** Each expected figure, by day or goal and by name. */
    private static void compare(JsonNode expected, Map<String, JsonNode> rows) {
        assertThat(expected).isNotEmpty();
        expected.fields()
                .forEachRemaining(row -> row.getValue().fields().forEachRemaining(figure -> {
                    JsonNode answered = rows.get(row.getKey()).path(figure.getKey());
                    assertThat(figure.getKey().equals("value") ? byCurrency(answered) : answered)
                            .as(row.getKey() + " " + figure.getKey())
                            .hasToString(figure.getValue().toString());
                }));
    }

    private static JsonNode byCurrency(JsonNode amounts) {
        ObjectNode byCurrency = Json.MAPPER.createObjectNode();
        amounts.forEach(each -> byCurrency.set(each.path("currency").asText(), each.path("amount")));
        return byCurrency;
    }

    private Map<String, JsonNode> goals(String day) {
        Map<String, JsonNode> goals = new HashMap<>();
        rows("goals?from=" + day + "&to=" + day)
                .forEach(row -> goals.put(row.path("goal").asText(), row));
        return goals;
    }

    private Map<String, JsonNode> byDate(String target) {
        Map<String, JsonNode> days = new HashMap<>();
        rows(target).forEach(row -> days.put(row.path("date").asText(), row));
        return days;
    }

    private JsonNode rows(String target) {
        Reply reply = world.get("/v1/sites/shop/" + target);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().path("rows");
    }

    private static String plan() throws IOException {
        ObjectNode plan =
                (ObjectNode) Json.MAPPER.readTree(DATA.resolve("shop-plan.json").toFile());
        plan.putObject("sites")
                .putObject("shop")
                .put("name", "Shop")
                .put("time_zone", "UTC")
                .put("currency", "USD")
                .putArray("origins");
        return plan.toString();
    }
}
