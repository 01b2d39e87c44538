package dev.cairn.domain.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.Journeys;
import dev.cairn.domain.event.TrafficSources;
import dev.cairn.domain.goal.Glob;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FunnelMatcherTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final long DAY_MILLIS = 86_400_000;

    @Test
    void F1_aLaterEntryWithoutItsOwnSecondStepKeepsTheFirstChain() {
        Funnel funnel = funnel(3, 604_800, Map.of());
        assertThat(depth(funnel, at(0, 1), at(600, 2), at(80_000, 1), at(684_800, 3)))
                .isEqualTo(2);
        assertThat(depth(funnel, at(0, 1), at(600, 2), at(80_000, 1), at(604_800, 3)))
                .isEqualTo(3);
    }

    @Test
    void F1_oneEventServesOneStep() {
        assertThat(depth(funnel(2, 86_400, Map.of()), at(0, 1, 2))).isEqualTo(1);
        assertThat(depth(funnel(2, 86_400, Map.of()), at(0, 1, 2), at(1, 1, 2))).isEqualTo(2);
    }

    @Test
    void F5_timeFromThePreviousStepIsFromItsLastMatchAtTheEventThatFirstReachesTheStep() {
        FunnelMatcher.Entry entry = FunnelMatcher.entry(
                        funnel(3, 86_400, Map.of()),
                        List.of(at(0, 1), at(60, 2), at(100, 2), at(130, 3), at(500, 3)),
                        DAY)
                .orElseThrow();
        assertThat(entry.millisFromPrevious()).containsExactly(-1, 60_000, 30_000);
    }

    @Test
    void F4_everyEventThatCompletesAChainCountsOnceWithTheEntryTheWalkFinds() {
        List<FunnelMatcher.Completion> completions = FunnelMatcher.completions(
                funnel(2, 864_000, Map.of()),
                List.of(at(0, 1), at(86_400 * 2, 1), at(86_400 * 3, 2), at(86_400 * 4, 2)));
        assertThat(completions).hasSize(2);
        assertThat(completions.getFirst().entry().day()).isEqualTo(DAY.plusDays(2));
        assertThat(completions.getLast().event().day()).isEqualTo(DAY.plusDays(4));
    }

    @Test
    void F4_sameDayCutsTheWindowAtMidnight() {
        Funnel funnel = funnel(2, 864_000, Map.of());
        List<FunnelEvent> events = List.of(at(80_000, 1), at(86_500, 2));
        long midnight = at(86_400, 1).at();
        FunnelMatcher.Entry entry =
                FunnelMatcher.sameDay(funnel, events, DAY, midnight).orElseThrow();
        assertThat(entry.depth()).isEqualTo(1);
        assertThat(entry.state(funnel, midnight - 1)).isEqualTo(FunnelMatcher.State.IN_PROGRESS);
        assertThat(entry.state(funnel, midnight)).isEqualTo(FunnelMatcher.State.DROPPED);
    }

    static LongStream seeds() {
        return LongStream.range(0, 4_000);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void F3_onePassEqualsTheSearchOverAllChains(long seed) {
        Random random = new Random(seed);
        int steps = 2 + random.nextInt(3);
        Map<Integer, Long> within = new HashMap<>();
        for (int step = 2; step <= steps; step++) {
            if (random.nextInt(3) == 0) {
                within.put(step, (1 + random.nextInt(30)) * 1000L);
            }
        }
        List<Funnel.Exclude> excludes = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            int from = 1 + random.nextInt(steps - 1);
            excludes.add(new Funnel.Exclude(
                    new Glob("x" + random.nextInt(2)), from, from + 1 + random.nextInt(steps - from)));
        }
        Funnel funnel = new Funnel("f", stepGoals(steps), (10 + random.nextInt(50)) * 1000L, within, excludes);
        List<FunnelEvent> events = new ArrayList<>();
        int second = random.nextInt(40);
        for (int i = 0; i < 9; i++) {
            Set<String> goals = new TreeSet<>();
            for (int step = 1; step <= steps; step++) {
                if (random.nextInt(3) == 0) {
                    goals.add("s" + step);
                }
            }
            events.add(event(
                    second + (random.nextInt(5) == 0 ? 86_380 : 0),
                    random.nextInt(3) == 0 ? "x" + random.nextInt(2) : "e",
                    goals));
            second += random.nextInt(12);
        }
        events.sort(java.util.Comparator.comparingLong(FunnelEvent::at));

        int expected = 0;
        for (int start = 0; start < events.size(); start++) {
            if (events.get(start).day().equals(DAY) && events.get(start).goals().contains("s1")) {
                expected = Math.max(expected, longest(funnel, events, new ArrayList<>(List.of(start))));
            }
        }
        assertThat(FunnelMatcher.entry(funnel, events, DAY)
                        .map(FunnelMatcher.Entry::depth)
                        .orElse(0))
                .isEqualTo(expected);
    }

    private static int longest(Funnel funnel, List<FunnelEvent> events, List<Integer> chain) {
        int best = clean(funnel, events, chain) ? chain.size() : 0;
        if (chain.size() == funnel.steps().size()) {
            return best;
        }
        FunnelEvent first = events.get(chain.getFirst());
        FunnelEvent last = events.get(chain.getLast());
        int step = chain.size() + 1;
        for (int next = chain.getLast() + 1; next < events.size(); next++) {
            FunnelEvent event = events.get(next);
            if (event.goals().contains("s" + step)
                    && event.at() - first.at() <= funnel.windowMillis()
                    && event.at() - last.at() <= funnel.withinMillis().getOrDefault(step, Long.MAX_VALUE)) {
                chain.add(next);
                best = Math.max(best, longest(funnel, events, chain));
                chain.removeLast();
            }
        }
        return best;
    }

    private static boolean clean(Funnel funnel, List<FunnelEvent> events, List<Integer> chain) {
        for (Funnel.Exclude exclude : funnel.excludes()) {
            if (chain.size() < exclude.from()) {
                continue;
            }
            int from = chain.get(exclude.from() - 1);
            int to = chain.size() >= exclude.to() ? chain.get(exclude.to() - 1) : chain.getLast();
            for (int i = from + 1; i < to; i++) {
                if (exclude.event().matches(events.get(i).name())) {
                    return false;
                }
            }
        }
        return true;
    }

    @Test
    void F3_theJourneysHold() {
        for (JsonNode journey : Journeys.all()) {
            Funnel funnel = conformanceFunnel(journey);
            List<FunnelEvent> events = new ArrayList<>();
            for (JsonNode event : journey.path("events")) {
                Set<String> goals = new TreeSet<>();
                event.path("meets").forEach(step -> goals.add("s" + step.asInt()));
                events.add(event(
                        event.path("at_seconds").asLong(),
                        event.path("excluding").asBoolean() ? "x" : "e",
                        goals));
            }
            FunnelMatcher.Entry entry = FunnelMatcher.entry(funnel, events, DAY).orElseThrow();
            long asOf =
                    event(journey.path("as_of_seconds").asLong(), "e", Set.of()).at();
            assertThat(entry.depth() + " " + entry.state(funnel, asOf).name().toLowerCase())
                    .as(journey.path("name").asText())
                    .isEqualTo(journey.path("expect").path("depth").asInt() + " "
                            + journey.path("expect").path("state").asText());
        }
    }

    private static Funnel conformanceFunnel(JsonNode journey) {
        Map<Integer, Long> within = new HashMap<>();
        journey.path("within_seconds")
                .fields()
                .forEachRemaining(limit -> within.put(
                        Integer.valueOf(limit.getKey()), limit.getValue().asLong() * 1000));
        List<Funnel.Exclude> excludes = new ArrayList<>();
        journey.path("exclude")
                .forEach(exclude -> excludes.add(new Funnel.Exclude(
                        new Glob("x"),
                        exclude.path("from").asInt(),
                        exclude.path("to").asInt())));
        return new Funnel(
                "f",
                stepGoals(journey.path("steps").asInt()),
                journey.path("window_seconds").asLong() * 1000,
                within,
                excludes);
    }

    private static int depth(Funnel funnel, FunnelEvent... events) {
        return FunnelMatcher.entry(funnel, List.of(events), DAY).orElseThrow().depth();
    }

    private static Funnel funnel(int steps, long windowSeconds, Map<Integer, Long> within) {
        return new Funnel("f", stepGoals(steps), windowSeconds * 1000, within, List.of());
    }

    private static List<String> stepGoals(int steps) {
        List<String> goals = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            goals.add("s" + step);
        }
        return goals;
    }

    private static FunnelEvent at(long seconds, int... meets) {
        Set<String> goals = new TreeSet<>();
        for (int step : meets) {
            goals.add("s" + step);
        }
        return event(seconds, "e", goals);
    }

    private static FunnelEvent event(long seconds, String name, Set<String> goals) {
        return new FunnelEvent(
                DAY.plusDays(Math.floorDiv(seconds * 1000, DAY_MILLIS)),
                DAY.toEpochDay() * DAY_MILLIS + seconds * 1000,
                name,
                goals,
                TrafficSources.DIRECT,
                Map.of());
    }
}
