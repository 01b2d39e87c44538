package dev.cairn.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.cairn.Pipeline;
import dev.cairn.access.KeyService;
import dev.cairn.access.Scope;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.TestEvents;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.MeteredEvent;
import dev.cairn.plan.parse.PlanCheck;
import dev.cairn.plan.parse.PlanParser;
import dev.cairn.plan.version.StoredPlans;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.statistic.LiveCounters;
import dev.cairn.store.work.Quarantine;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** No tenant can slow another (section 10): what the worst plan costs, and what becomes of an event that costs more. */
class ExpensivePlanTest {
    private static final Instant NOW = Instant.parse("2025-02-23T12:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2025, 2, 23);
    private static final String SITES = """
            sites:
              shop: {time_zone: UTC, currency: EUR}
              big: {time_zone: UTC, currency: EUR}
            """;
    private static final String LONG_TEXT = "x".repeat(1_024);
    private static final String LONG_URL = "https://h.example/" + "x".repeat(2_030);

    /** 300 goals with 2,000 conditions, 100 funnels of 20 steps with 20 exclusions each, patterns of 256 characters. */
    private static final String WORST = SITES + goalsAndFunnels("");

    /** The same, every event meets every goal, and the site has all else that a plan may hold. */
    private static final String WHOLE = (SITES + goalsAndFunnels(", {event: \"x*\"}"))
            .replace(
                    "shop: {",
                    "shop: {report_props: [" + many(10, i -> "p" + i) + "], exclude: ["
                            + many(
                                    50,
                                    i -> "{id: e" + i
                                            + ", from: \"2025-02-01T00:00:00Z\", to: \"2025-03-01T00:00:00Z\", page: \"*"
                                            + "x".repeat(250) + "b" + i + "*\"}")
                            + "], audiences: {"
                            + many(
                                    20,
                                    i -> "a" + i + ": {did: g" + i + ", not: g" + (i + 20)
                                            + ", after: 1h, within: 180d}")
                            + "}, targets: {"
                            + many(
                                    20,
                                    i -> "t" + i + ": {metric: conversions, goal: g" + i
                                            + ", value: 300, from: 2025-01-01, to: 2025-12-31}")
                            + "}, alerts: {watch: {"
                            + many(20, i -> "w" + i + ": {of: g" + i + ", do: g" + (i + 1) + "}")
                            + "}}, ");

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final MemoryItemStore items = new MemoryItemStore(clock);

    /** The plan of a stack with one site, of which nothing is deferred, so that all of it is measured. */
    private static String alone(String plan) {
        return plan.replaceFirst("  big: .*\n", "");
    }

    private static String goalsAndFunnels(String condition) {
        return "goals: {" + many(300, i -> goal(i, condition)) + "}\nfunnels: {"
                + many(
                        100,
                        i -> "f" + i + ": {steps: [" + many(20, j -> "g" + (i + j)) + "], exclude: ["
                                + many(20, j -> "{event: \"*" + "x".repeat(250) + "bc" + j + "*\"}") + "]}")
                + "}\n";
    }

    /** A nest of 6 conditions; each pattern nearly matches the URL everywhere. One more condition may follow. */
    private static String goal(int goal, String condition) {
        return "g" + goal + ": {tier: macro, match: {any: ["
                + many(2, i -> "{url: \"*" + "x".repeat(240) + "b" + (goal * 2 + i) + "*\"}")
                + (goal < 199 ? ", {not: {not: {url: \"*xxb" + goal + "*\"}}}" : "") + condition + "]}}";
    }

    @Test
    void section10_theWorstPlanCostsAtMost50MillisecondsOfAnEvent() {
        assertThat(PlanCheck.check(WORST)).isEmpty();
        Collection<Goal> goals =
                PlanParser.read(WORST).sites().get("shop").goals().values();
        AcceptedEvent event = event();
        for (int i = 0; i < 20; i++) {
            Goal.matching(goals, event, false);
        }
        MeteredEvent counted = new MeteredEvent(event);
        Goal.matching(goals, counted, false);
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < 10; i++) {
            assertThat(Goal.matching(goals, event, false)).isEmpty();
        }
        long nanos = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 10;

        assertThat(counted.steps()).isBetween(1_000_000L, MeteredEvent.MAX_STEPS / 5);
        assertThat(Duration.ofNanos(nanos)).as("%s", nanos).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void section10_classifyingUnderTheWorstPlanCostsAtMost50MillisecondsAnEvent() {
        String alone = alone(WORST);
        Pipeline pipeline = new Pipeline(items, clock, alone, "shop");
        for (int version = 0; version < 3; version++) {
            pipeline.putPlan(alone + "# " + version + "\n");
        }
        pipeline.post(body("shop", "warm", 20));
        pipeline.drain(1);
        int events = 40;
        for (int i = 0; i < events; i++) {
            pipeline.post(body("shop", "measured" + i, 1));
        }
        OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = machine.getProcessCpuTime();
        pipeline.drain(10);
        long nanos = (machine.getProcessCpuTime() - before) / events;

        assertThat(Duration.ofNanos(nanos)).as("%s", nanos).isLessThan(Duration.ofMillis(50));
        assertThat(new Quarantine(items, clock).list("shop", DAY.minusDays(1), DAY))
                .isEmpty();
    }

    /** Each event meets 300 goals. What counting costs delays no other site's events, but its bound is here as well. */
    @Test
    void section10_underAPlanThatHoldsAllItMayAnEventCostsAtMost50MillisecondsToClassifyAnd100ToCount() {
        assertThat(PlanCheck.check(WHOLE)).isEmpty();
        Pipeline pipeline = new Pipeline(items, clock, alone(WHOLE), "shop");
        pipeline.post(body("shop", "warm", 20));
        pipeline.drain(1);
        pipeline.aggregate();
        int visitors = 20;
        int events = visitors * 5;
        for (int i = 0; i < visitors; i++) {
            pipeline.post(body("shop", "measured" + i, 5));
        }
        OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long begun = machine.getProcessCpuTime();
        pipeline.drain(10);
        long classified = machine.getProcessCpuTime();
        pipeline.aggregate();
        long counted = machine.getProcessCpuTime();

        assertThat(Duration.ofNanos((classified - begun) / events)).isLessThan(Duration.ofMillis(50));
        assertThat(Duration.ofNanos((counted - classified) / events)).isLessThan(Duration.ofMillis(100));
        assertThat(new Quarantine(items, clock).list("shop", DAY.minusDays(1), DAY))
                .isEmpty();
        assertThat(pipeline.figures("shop", "overview", DAY)
                        .path("macros")
                        .path("conversions")
                        .asInt())
                .isEqualTo(300 * (events + 20));
    }

    /** A minute of full bodies, one a second, before the one event of another site. */
    @Test
    void section10_aFloodUnderTheWorstPlanDelaysNoOtherSite() {
        Pipeline pipeline = new Pipeline(items, clock, WORST, "shop");
        for (int i = 0; i < 60; i++) {
            pipeline.post(body("shop", "flood" + i, 50));
        }
        pipeline.post(body("big", "other", 1, "https://h.example/"), key("big"));
        OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = machine.getProcessCpuTime();
        pipeline.drain(500);
        Duration took = Duration.ofNanos(machine.getProcessCpuTime() - before);

        assertThat(took).isLessThan(Duration.ofSeconds(20));
        assertThat(new LiveCounters(items)
                        .of("big", DAY.toString())
                        .orElseThrow()
                        .names()
                        .values())
                .containsExactly(1L);
        assertThat(new Quarantine(items, clock).list("shop", DAY, DAY))
                .allMatch(kept -> kept.reason().equals(Quarantine.DEFERRED))
                .hasSizeGreaterThan(45);
    }

    @Test
    void section4_anEventThatCostsTooMuchIsQuarantinedAndItsNeighboursPassInOneAttempt() {
        String before = SITES + "goals: {huge: {tier: macro, match: {any: ["
                + many(20_000, i -> "{url: \"*xxb" + i + "*\"}") + "]}}}\n";
        assertThat(PlanCheck.check(before)).isNotEmpty();
        StoredPlans.put(items, NOW.minusSeconds(60), before, "shop", "big");
        Pipeline pipeline = new Pipeline(items, clock, Pipeline.SHARD);
        pipeline.post(body("big", "cheap", 1, "https://h.example/"), key("big"));
        pipeline.post(body("big", "costly", 2), key("big"));
        pipeline.post(body("shop", "other", 3, "https://h.example/"), key("shop"));

        pipeline.drain(100);
        pipeline.aggregate();

        assertThat(new Quarantine(items, clock).list("big", DAY.minusDays(1), DAY))
                .extracting(Quarantine.Kept::reason, Quarantine.Kept::events)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("too_expensive", 2));
        assertThat(pipeline.figures("big", "overview", DAY).path("events").asInt())
                .isEqualTo(1);
        assertThat(pipeline.figures("shop", "overview", DAY).path("events").asInt())
                .isEqualTo(3);
    }

    private Map<String, String> key(String site) {
        String secret = new KeyService(items, Pipeline.SECRETS, clock, Duration.ZERO)
                .create(site, Set.of(Scope.EVENTS_WRITE), "test", null)
                .secret();
        return Map.of("authorization", "Bearer " + secret, "content-type", "application/json");
    }

    private static AcceptedEvent event() {
        return TestEvents.accepted("x".repeat(64)).url(LONG_URL).build();
    }

    private static String body(String site, String id, int events) {
        return body(site, id, events, LONG_URL);
    }

    private static String body(String site, String id, int events, String url) {
        return "{\"site\":\"" + site + "\",\"visitor\":\"" + id
                + "\",\"consent\":{\"analytics\":true},\"context\":{\"url\":\""
                + url + "\"},\"events\":["
                + many(
                        events,
                        i -> "{\"id\":\"" + id + i + "\",\"name\":\"" + "x".repeat(64) + "\",\"at\":"
                                + NOW.toEpochMilli() + ",\"props\":{"
                                + many(4, j -> "\"p" + j + "\":\"" + LONG_TEXT + "\"") + "}}")
                + "]}";
    }

    private static String many(int number, IntFunction<String> each) {
        return IntStream.range(0, number).mapToObj(each).collect(Collectors.joining(","));
    }
}
