package dev.cairn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Four days of a real shop through the model; skipped if they are not next to the clone. */
class RealDaysTest {
    /** The working directory is the module's build folder. */
    private static final Path DATA = Path.of("..", "..", "..", "shared", "data");

    private int compared;

    @Test
    void everyFigureIsThatOfTheSeparateProgram() throws IOException {
        assumeThat(DATA.resolve("shop-4-days.ndjson.gz"))
                .as("the shared data is not beside this clone")
                .exists();
        JsonNode expected =
                Json.MAPPER.readTree(DATA.resolve("shop-4-days.expected.json").toFile());
        long asOf = expected.path("as_of").asLong();
        Map<String, String> cells =
                Model.cells(History.of("shop", requests(asOf), List.of(new PlanVersion(1, 0, plan())), asOf));

        expected.path("days").properties().forEach(day -> compare(cells, "overview|" + day.getKey(), day.getValue()));
        expected.path("goals").properties().forEach(day -> compare(cells, "goals|" + day.getKey(), day.getValue()));
        expected.path("funnels")
                .properties()
                .forEach(funnel -> funnel.getValue()
                        .properties()
                        .forEach(view -> view.getValue()
                                .properties()
                                .forEach(day -> compare(
                                        cells,
                                        "funnel/" + funnel.getKey() + "/" + view.getKey() + "|" + day.getKey(),
                                        day.getValue()))));
        assertThat(compared).isGreaterThanOrEqualTo(168);
    }

    private void compare(Map<String, String> cells, String path, JsonNode expected) {
        if (expected.isObject()) {
            expected.properties().forEach(each -> compare(cells, path + "|" + each.getKey(), each.getValue()));
        } else if (expected.isArray()) {
            for (int i = 0; i < expected.size(); i++) {
                compare(cells, path + "|" + (i + 1), expected.get(i));
            }
        } else {
            compared++;
            assertThat(new BigDecimal(cells.getOrDefault(path, "0")))
                    .as(path)
                    .isEqualByComparingTo(new BigDecimal(expected.asText()));
        }
    }

    private static List<Request> requests(long receivedAt) throws IOException {
        List<Request> requests = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(DATA.resolve("shop-4-days.ndjson.gz"))),
                StandardCharsets.UTF_8))) {
            for (String line : lines.lines().toList()) {
                int events = Json.MAPPER.readTree(line).path("events").size();
                Set<Integer> all = IntStream.range(0, events).boxed().collect(Collectors.toSet());
                requests.add(new Request(
                        "r" + requests.size(), receivedAt, "", Map.of(), true, line, all, new TreeMap<>(), Set.of()));
            }
        }
        return requests;
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
