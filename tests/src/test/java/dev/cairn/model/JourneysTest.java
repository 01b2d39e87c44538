package dev.cairn.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** F1, F2: 101 journeys whose depth and state were determined by hand, through the model. */
class JourneysTest {
    private static final String DAY = "2026-03-02";
    private static final long MIDNIGHT = Instant.parse(DAY + "T00:00:00Z").toEpochMilli();
    private static final long RECEIVED = Instant.parse("2026-12-01T00:00:00Z").toEpochMilli();

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.cairn.Journeys#named")
    void F1_depthAndStateAreThoseOfTheJourney(String name, JsonNode journey) {
        long asOf = MIDNIGHT + journey.path("as_of_seconds").asLong() * 1000;
        Request request = request(journey);
        Map<String, String> cells =
                Model.cells(History.of("shop", List.of(request), List.of(new PlanVersion(1, 0, plan(journey))), asOf));

        String row = "funnel/f/entry|" + DAY + "|";
        Set<String> states = Stream.of("converted", "excluded", "in_progress", "dropped")
                .filter(state -> cells.containsKey(row + state))
                .collect(Collectors.toSet());
        long depth = IntStream.rangeClosed(1, journey.path("steps").asInt())
                .filter(step -> cells.containsKey(row + "reached|" + step))
                .count();
        assertThat(depth).isEqualTo(journey.at("/expect/depth").asLong());
        assertThat(states).containsExactly(journey.at("/expect/state").asText());
    }

    private static Request request(JsonNode journey) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("site", "shop").put("visitor", "v");
        body.putObject("consent").put("analytics", true);
        ArrayNode events = body.putArray("events");
        for (JsonNode event : journey.path("events")) {
            StringBuilder name = new StringBuilder(event.path("excluding").asBoolean() ? "x" : "e");
            event.path("meets").forEach(step -> name.append('.').append(step.asInt()));
            events.addObject()
                    .put("id", "e" + events.size())
                    .put("name", name.append('.').toString())
                    .put("at", MIDNIGHT + event.path("at_seconds").asLong() * 1000)
                    .put("seq", events.size());
        }
        Set<Integer> all = IntStream.range(0, events.size()).boxed().collect(Collectors.toSet());
        return new Request("r", RECEIVED, "", Map.of(), true, body.toString(), all, new TreeMap<>(), Set.of());
    }

    private static String plan(JsonNode journey) {
        StringBuilder plan =
                new StringBuilder("sites: {shop: {name: Shop, time_zone: UTC, currency: EUR, origins: []}}\ngoals:\n");
        List<String> steps = new ArrayList<>();
        for (int step = 1; step <= journey.path("steps").asInt(); step++) {
            steps.add("s" + step);
            plan.append("  s%d: {tier: micro, kind: milestone, match: {event: \"*.%d.*\"}}\n".formatted(step, step));
        }
        List<String> within = new ArrayList<>();
        journey.path("within_seconds")
                .properties()
                .forEach(limit -> within.add("s" + limit.getKey() + ": " + limit.getValue() + "s"));
        List<String> excludes = new ArrayList<>();
        journey.path("exclude")
                .forEach(each -> excludes.add(
                        "{event: \"x*\", from: %s, to: %s}".formatted(each.path("from"), each.path("to"))));
        return plan.append("funnels:\n  f: {steps: %s, window: %ss, within: {%s}, exclude: %s}\n"
                        .formatted(steps, journey.path("window_seconds"), String.join(", ", within), excludes))
                .toString();
    }
}
