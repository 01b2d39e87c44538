package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryItemStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 14,486 events of a real shop over four days, compared with the results of an independent program. */
class FourRealDaysTest {
    private static final Path DATA = Path.of("..", "..", "shared", "data");

    @BeforeAll
    static void theDataIsThere() {
        assumeThat(DATA.resolve("shop-4-days.ndjson.gz"))
                .as("the shared data is not beside this clone")
                .exists();
    }

    /** -1: unchanged. Otherwise shuffled, with a fifth sent twice, in different batches. */
    @ParameterizedTest
    @ValueSource(longs = {-1, 7})
    void everyFigureIsEqual(long seed) throws IOException {
        List<String> lines = lines();
        Random random = new Random(seed);
        if (seed >= 0) {
            for (int i = lines.size() / 5; i > 0; i--) {
                lines.add(lines.get(random.nextInt(lines.size())));
            }
            Collections.shuffle(lines, random);
        }
        SetClock clock = new SetClock(Instant.parse("2025-02-27T00:30:00Z"));
        Pipeline pipeline = new Pipeline(new MemoryItemStore(clock), clock, plan(), "shop");
        for (String line : lines) {
            JsonNode answer = pipeline.post(line);
            assertThat(answer.path("statusCode").asInt()).as(answer.toString()).isEqualTo(202);
        }
        pipeline.drain(seed < 0 ? 1000 : 137);
        System.out.println(pipeline.aggregate());

        JsonNode expected =
                Json.MAPPER.readTree(DATA.resolve("shop-4-days.expected.json").toFile());
        compareDays(pipeline, expected);
        compareFunnels(pipeline, expected.path("funnels"));
    }

    private static void compareDays(Pipeline pipeline, JsonNode expected) {
        expected.path("days").fields().forEachRemaining(day -> {
            JsonNode overview = pipeline.figures("shop", "overview", LocalDate.parse(day.getKey()));
            for (String figure : List.of("visitors", "page_views", "events")) {
                assertThat(overview.path(figure).asLong())
                        .as(day.getKey() + " " + figure)
                        .isEqualTo(day.getValue().path(figure).asLong());
            }
        });
        expected.path("goals").fields().forEachRemaining(day -> {
            JsonNode goals = pipeline.figures("shop", "goals", LocalDate.parse(day.getKey()));
            day.getValue().fields().forEachRemaining(goal -> {
                JsonNode counts = goals.path(goal.getKey());
                String what = day.getKey() + " " + goal.getKey();
                for (String figure : List.of("conversions", "converters")) {
                    assertThat(counts.path(figure).asLong())
                            .as(what + " " + figure)
                            .isEqualTo(goal.getValue().path(figure).asLong());
                }
                goal.getValue()
                        .path("value")
                        .fields()
                        .forEachRemaining(value -> assertThat(counts.path("value")
                                        .path(value.getKey())
                                        .decimalValue())
                                .as(what)
                                .isEqualByComparingTo(
                                        new BigDecimal(value.getValue().asText())));
            });
        });
    }

    private static void compareFunnels(Pipeline pipeline, JsonNode funnels) {
        funnels.fields()
                .forEachRemaining(funnel -> funnel.getValue()
                        .fields()
                        .forEachRemaining(view -> view.getValue().fields().forEachRemaining(day -> {
                            JsonNode row = pipeline.figures(
                                    "shop",
                                    "funnel/" + funnel.getKey() + "/" + view.getKey(),
                                    LocalDate.parse(day.getKey()));
                            day.getValue()
                                    .fields()
                                    .forEachRemaining(figure -> assertThat(row.path(figure.getKey()))
                                            .as(funnel.getKey() + " " + view.getKey() + " " + day.getKey() + " "
                                                    + figure.getKey())
                                            .hasToString(figure.getValue().toString()));
                        })));
    }

    private static List<String> lines() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(DATA.resolve("shop-4-days.ndjson.gz"))),
                StandardCharsets.UTF_8))) {
            return new ArrayList<>(reader.lines().toList());
        }
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
