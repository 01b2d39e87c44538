package dev.cairn.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.goal.Glob;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.GoalBuilder;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** F1: compares the search with an exhaustive trial of all chains. */
class ChainsTest {
    private static final int JOURNEYS = 20_000;
    private static final LocalDate DAY = LocalDate.parse("2026-03-02");

    @Test
    void F1_theDepthIsThatOfTheLongestOfAllChains() {
        Random random = new Random(1);
        Map<Integer, Integer> depths = new TreeMap<>();
        int excluded = 0;
        for (int i = 0; i < JOURNEYS; i++) {
            Funnel funnel = funnel(random);
            List<Event> events = events(random);
            int expected = longest(funnel, events, true);
            assertThat(new Chains(funnel, events, event -> event.day().equals(DAY), true).depth())
                    .as("journey " + i)
                    .isEqualTo(expected);
            int without = longest(funnel, events, false);
            assertThat(new Chains(funnel, events, event -> event.day().equals(DAY), false).depth())
                    .as("journey " + i + " without exclusions")
                    .isEqualTo(without);
            depths.merge(expected, 1, Integer::sum);
            excluded += without > expected ? 1 : 0;
        }
        assertThat(depths.keySet()).contains(0, 1, 2, 3, 4);
        assertThat(excluded).isGreaterThan(JOURNEYS / 50);
    }

    private static int longest(Funnel funnel, List<Event> events, boolean heedsExclusions) {
        return longest(funnel, events, new ArrayList<>(), heedsExclusions);
    }

    private static int longest(Funnel funnel, List<Event> events, List<Integer> chain, boolean heedsExclusions) {
        int longest = isChain(funnel, events, chain, heedsExclusions) ? chain.size() : 0;
        if (chain.size() < funnel.steps().size()) {
            String goal = funnel.steps().get(chain.size());
            for (int next = chain.isEmpty() ? 0 : chain.getLast() + 1; next < events.size(); next++) {
                if (events.get(next).goals().containsKey(goal)) {
                    List<Integer> longer = new ArrayList<>(chain);
                    longer.add(next);
                    longest = Math.max(longest, longest(funnel, events, longer, heedsExclusions));
                }
            }
        }
        return longest;
    }

    /** The literal definition. */
    private static boolean isChain(Funnel funnel, List<Event> events, List<Integer> chain, boolean heedsExclusions) {
        if (chain.isEmpty() || !events.get(chain.getFirst()).day().equals(DAY)) {
            return false;
        }
        if (at(events, chain.getLast()) - at(events, chain.getFirst()) > funnel.windowMillis()) {
            return false;
        }
        for (int step = 2; step <= chain.size(); step++) {
            long since = at(events, chain.get(step - 1)) - at(events, chain.get(step - 2));
            if (since > funnel.withinMillis().getOrDefault(step, Long.MAX_VALUE)) {
                return false;
            }
        }
        return !heedsExclusions || funnel.excludes().stream().noneMatch(exclude -> isBroken(exclude, events, chain));
    }

    private static boolean isBroken(Funnel.Exclude exclude, List<Event> events, List<Integer> chain) {
        if (chain.size() < exclude.from()) {
            return false;
        }
        int from = chain.get(exclude.from() - 1);
        int to = chain.size() < exclude.to() ? chain.getLast() : chain.get(exclude.to() - 1);
        for (int between = from + 1; between < to; between++) {
            if (events.get(between).copy().name().startsWith("x")) {
                return true;
            }
        }
        return false;
    }

    private static long at(List<Event> events, int index) {
        return events.get(index).copy().at();
    }

    private static Funnel funnel(Random random) {
        Map<Integer, Long> within = new TreeMap<>();
        for (int step = 2; step <= 4; step++) {
            if (random.nextInt(3) == 0) {
                within.put(step, (long) random.nextInt(8));
            }
        }
        List<Funnel.Exclude> excludes = new ArrayList<>();
        for (int n = random.nextInt(3); n > 0; n--) {
            int from = 1 + random.nextInt(3);
            excludes.add(new Funnel.Exclude(new Glob("x*"), from, from + 1 + random.nextInt(4 - from)));
        }
        return new Funnel(
                "f",
                List.of("a", "b", "c", random.nextBoolean() ? "a" : "d"),
                1 + random.nextInt(20),
                within,
                excludes);
    }

    private static List<Event> events(Random random) {
        List<Event> events = new ArrayList<>();
        long at = 0;
        for (int n = 1 + random.nextInt(9); n > 0; n--) {
            at += random.nextInt(4);
            Map<String, Goal> goals = new TreeMap<>();
            for (String goal : List.of("a", "b", "c", "d")) {
                if (random.nextInt(3) == 0) {
                    goals.put(goal, GoalBuilder.goal(goal).build());
                }
            }
            events.add(event(at, random.nextInt(5) == 0 ? "x" : "e", goals, events.size()));
        }
        return events;
    }

    private static Event event(long at, String name, Map<String, Goal> goals, int seq) {
        Copy copy = new Copy(
                "d",
                seq,
                at,
                0,
                "e" + seq,
                name,
                at,
                seq,
                false,
                at < 12 ? DAY : DAY.plusDays(1),
                null,
                null,
                null,
                Map.of(),
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                Link.DEVICE,
                "v",
                null,
                false,
                1);
        return new Event(copy, "v", null, goals, Map.of(), Set.of());
    }
}
