package dev.cairn.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * F3: 101 journeys as stored visitor days, in a different order of arrival and in several batches with a run in
 * between, compared with the entry day's row.
 */
class ConformanceTest {
    private static final String DAY = "2026-03-02";
    private static final Instant MIDNIGHT = Instant.parse(DAY + "T00:00:00Z");
    private static final long HALF_HOUR = 1800;

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.cairn.Journeys#named")
    void F3_theJourneysHoldThroughStoredVisitorDays(String name, JsonNode journey) {
        Shop shop = new Shop(plan(journey)).itIs(at(asOf(journey)));
        List<Sent> events = events(journey);
        Collections.shuffle(events, new Random(name.hashCode()));
        int half = events.size() / 2;
        shop.send(events.subList(0, half).toArray(Sent[]::new)).run();
        events.subList(half, events.size()).forEach(shop::send);
        shop.run();

        JsonNode row = shop.row("funnel/f/entry", DAY);
        assertThat(row.path("entered").asInt()).isEqualTo(1);
        assertThat(depth(row) + " " + String.join(" and ", state(row)))
                .isEqualTo(journey.at("/expect/depth").asInt() + " "
                        + journey.at("/expect/state").asText());
    }

    private static String at(long second) {
        return MIDNIGHT.plusSeconds(second).toString();
    }

    /** Runs start on the half hour: for entries still in progress the previous one is used, else the next one. */
    private static long asOf(JsonNode journey) {
        long second = journey.path("as_of_seconds").asLong();
        boolean open = journey.at("/expect/state").asText().equals("in_progress");
        return (open ? Math.floorDiv(second, HALF_HOUR) : Math.ceilDiv(second, HALF_HOUR)) * HALF_HOUR;
    }

    private static int depth(JsonNode row) {
        return (int) StreamSupport.stream(row.path("reached").spliterator(), false)
                .filter(reached -> reached.asInt() == 1)
                .count();
    }

    private static List<String> state(JsonNode row) {
        return Stream.of("converted", "excluded", "in_progress", "dropped")
                .filter(state -> row.path(state).asInt() == 1)
                .toList();
    }

    private static List<Sent> events(JsonNode journey) {
        List<Sent> events = new ArrayList<>();
        for (JsonNode event : journey.path("events")) {
            StringBuilder name = new StringBuilder(event.path("excluding").asBoolean() ? "x" : "e");
            event.path("meets").forEach(step -> name.append('.').append(step.asInt()));
            events.add(Sent.event(
                            name.append('.').toString(),
                            at(event.path("at_seconds").asLong()))
                    .seq(events.size()));
        }
        return events;
    }

    private static String plan(JsonNode journey) {
        int steps = journey.path("steps").asInt();
        StringBuilder plan = new StringBuilder("goals:\n");
        List<String> ids = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            ids.add("s" + step);
            plan.append("  s%d: {tier: micro, kind: milestone, match: {event: \"*.%d.*\"}}\n".formatted(step, step));
        }
        List<String> within = new ArrayList<>();
        journey.path("within_seconds")
                .fields()
                .forEachRemaining(limit -> within.add(
                        "s" + limit.getKey() + ": " + limit.getValue().asLong() + "s"));
        List<String> excludes = new ArrayList<>();
        journey.path("exclude")
                .forEach(exclude -> excludes.add("{event: \"x*\", from: %d, to: %d}"
                        .formatted(
                                exclude.path("from").asInt(), exclude.path("to").asInt())));
        return plan.append("funnels:\n  f: {steps: %s, window: %ds, within: {%s}, exclude: %s}\n"
                        .formatted(ids, journey.path("window_seconds").asLong(), String.join(", ", within), excludes))
                .toString();
    }
}
