package dev.cairn.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.cairn.Pipeline;
import dev.cairn.access.KeyService;
import dev.cairn.access.Scope;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.TestEvents;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.MatchedEvent;
import dev.cairn.plan.parse.PlanCheck;
import dev.cairn.plan.parse.PlanParser;
import dev.cairn.plan.version.StoredPlans;
import dev.cairn.store.memory.MemoryItemStore;
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
    private static final String WORST = SITES + "goals: {" + many(300, ExpensivePlanTest::goal) + "}\nfunnels: {"
            + many(
                    100,
                    i -> "f" + i + ": {steps: [" + many(20, j -> "g" + (i + j)) + "], exclude: ["
                            + many(20, j -> "{event: \"*" + "x".repeat(250) + "bc" + j + "*\"}") + "]}")
            + "}\n";

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final MemoryItemStore items = new MemoryItemStore(clock);

    /** A nest of 6 conditions; each pattern nearly matches the URL everywhere. */
    private static String goal(int goal) {
        return "g" + goal + ": {tier: macro, match: {any: ["
                + many(2, i -> "{url: \"*" + "x".repeat(240) + "b" + (goal * 2 + i) + "*\"}")
                + (goal < 199 ? ", {not: {not: {url: \"*xxb" + goal + "*\"}}}" : "") + "]}}";
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
        MatchedEvent counted = new MatchedEvent(event);
        Goal.matching(goals, counted, false);
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < 10; i++) {
            assertThat(Goal.matching(goals, event, false)).isEmpty();
        }
        long nanos = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 10;

        assertThat(counted.steps()).isBetween(1_000_000L, MatchedEvent.MAX_STEPS / 5);
        assertThat(Duration.ofNanos(nanos)).as("%s", nanos).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void section10_classifyingUnderTheWorstPlanCostsAtMost50MillisecondsAnEvent() {
        Pipeline pipeline = new Pipeline(items, clock, WORST, "shop");
        for (int version = 0; version < 3; version++) {
            pipeline.putPlan(WORST + "# " + version + "\n");
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
