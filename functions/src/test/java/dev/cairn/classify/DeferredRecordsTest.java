package dev.cairn.classify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.LambdaCalls;
import dev.cairn.Pipeline;
import dev.cairn.access.KeyService;
import dev.cairn.access.Scope;
import dev.cairn.jobs.JobsHandler;
import dev.cairn.store.BreakingItems;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.statistic.IngestionBalance;
import dev.cairn.store.statistic.IngestionLedger;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.store.work.DeferredSites;
import dev.cairn.store.work.Quarantine;
import dev.cairn.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Section 10: records of a site that has used up its share wait for the jobs' function, and none is lost or doubled. */
class DeferredRecordsTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 10);
    private static final String PLAN = """
            sites:
              heavy: {time_zone: UTC, currency: EUR}
              shop: {time_zone: UTC, currency: EUR}
            goals:
              read: {tier: macro, match: {event: "*read*"}}
            """;
    private static final int BODIES = 3;

    private final SetClock clock = new SetClock(Instant.parse("2026-03-10T12:00:00Z"));

    /** As long as nothing is given back: a budget for the first body of the site with the long names, and no more. */
    private static MatchingBudget small() {
        return new MatchingBudget(() -> 0, 150, 0, 0);
    }

    private static MatchingBudget ample() {
        return new MatchingBudget(() -> 0, Long.MAX_VALUE / 4, 0, 0);
    }

    /** Bodies of two events of one site, and one body of another site at their end. */
    private List<byte[]> records(MemoryItemStore items, String plan) {
        Pipeline pipeline = new Pipeline(items, clock, plan, "heavy");
        for (int i = 0; i < BODIES; i++) {
            pipeline.post(body("heavy", "visitor" + i, "x".repeat(60) + "read"));
        }
        String key = new KeyService(items, Pipeline.SECRETS, clock, Duration.ZERO)
                .create("shop", Set.of(Scope.EVENTS_WRITE), "test", null)
                .secret();
        if (plan.contains("shop")) {
            Map<String, String> shop = Map.of("authorization", "Bearer " + key, "content-type", "application/json");
            pipeline.post(body("shop", "other", "read"), shop);
        }
        return pipeline.takeStream();
    }

    private static String body(String site, String visitor, String name) {
        return """
                {"site":"%s","visitor":"%s","consent":{"analytics":true},"events":[
                  {"id":"%2$s1","name":"%3$s","at":1773140000000},{"id":"%2$s2","name":"%3$s","at":1773140001000}]}""".formatted(site, visitor, name);
    }

    private Dependencies dependencies(ItemStore items) {
        return new Dependencies(
                items, entries -> Set.of(), new MemoryArchive(), Pipeline.SECRETS, clock, Telemetry.SILENT);
    }

    private ClassifyHandler classifier(ItemStore items, MatchingBudget budget) {
        return new ClassifyHandler(dependencies(items), Duration.ZERO, null, new OneAfterTheOther(), budget);
    }

    /** Whether the batch is done. */
    private static boolean deliver(ClassifyHandler classifier, List<byte[]> records) {
        return failedFrom(classifier, records) == records.size();
    }

    /** Where the batch has to be delivered again from; its size when it is done. */
    private static int failedFrom(ClassifyHandler classifier, List<byte[]> records) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        ArrayNode array = event.putArray("Records");
        for (int i = 0; i < records.size(); i++) {
            array.addObject()
                    .put("eventID", Pipeline.SHARD + ":" + i)
                    .putObject("kinesis")
                    .put("sequenceNumber", Integer.toString(i))
                    .put("data", Base64.getEncoder().encodeToString(records.get(i)));
        }
        return LambdaCalls.call(classifier::handleRequest, event)
                .path("batchItemFailures")
                .path(0)
                .path("itemIdentifier")
                .asInt(records.size());
    }

    private JsonNode runJobs(ItemStore items) {
        return LambdaCalls.call(
                new JobsHandler(dependencies(items), Duration.ZERO)::handleRequest, Json.MAPPER.createObjectNode());
    }

    private IngestionBalance balance(MemoryItemStore items, String site) {
        new Pipeline(items, clock, Pipeline.SHARD).aggregate();
        return new IngestionLedger(new StatisticRows(items), new Quarantine(items, clock))
                .of(site, 400, DAY, DAY)
                .getOrDefault(DAY, IngestionBalance.NOTHING);
    }

    /** All figures of all sites. */
    private static Map<String, String> figures(MemoryItemStore items) {
        Map<String, String> figures = new TreeMap<>();
        items.all().stream()
                .filter(item -> item.key().partition().startsWith("row#"))
                .forEach(item -> figures.put(
                        item.key().partition() + " " + item.key().sort(),
                        item.body().replaceFirst("\"revision\":\\d+,?", "")));
        return figures;
    }

    private List<String> listed(MemoryItemStore items) {
        return new DeferredSites(items, clock)
                .all().stream().map(DeferredSites.Listed::site).toList();
    }

    private Map<String, String> undisturbed() {
        MemoryItemStore items = new MemoryItemStore(clock);
        assertThat(deliver(classifier(items, ample()), records(items, PLAN))).isTrue();
        assertThat(balance(items, "heavy").quarantined()).isEmpty();
        return figures(items);
    }

    private void assertNothingIsLeft(MemoryItemStore items) {
        assertThat(balance(items, "heavy")).satisfies(heavy -> {
            assertThat(heavy.residual()).isZero();
            assertThat(heavy.quarantined()).isEmpty();
        });
        assertThat(new Quarantine(items, clock).list("heavy", Quarantine.DEFERRED))
                .isEmpty();
        assertThat(new Quarantine(items, clock).list("shop", Quarantine.DEFERRED))
                .isEmpty();
    }

    @Test
    void section10_whatExceedsTheShareOfItsSiteIsDeferredAndClassifiedLater() {
        MemoryItemStore items = new MemoryItemStore(clock);
        assertThat(deliver(classifier(items, small()), records(items, PLAN))).isTrue();

        IngestionBalance heavy = balance(items, "heavy");
        assertThat(heavy.quarantined()).isEqualTo(Map.of("deferred", 4L));
        assertThat(heavy.accepted()).isEqualTo(6);
        assertThat(heavy.residual()).isZero();
        assertThat(balance(items, "shop").quarantined()).isEmpty();
        assertThat(listed(items)).containsExactly("heavy");

        assertThat(runJobs(items).path("deferred").asInt()).isZero();

        assertNothingIsLeft(items);
        assertThat(figures(items)).isEqualTo(undisturbed());
        assertThat(listed(items)).containsExactly("heavy");
        clock.forward(Duration.ofMinutes(61));
        runJobs(items);
        assertThat(listed(items)).isEmpty();
    }

    @Test
    void section10_aSiteThatIsAloneIsNeverDeferred() {
        MemoryItemStore items = new MemoryItemStore(clock);
        String alone = PLAN.replaceFirst("  shop:.*\n", "");
        assertThat(deliver(classifier(items, small()), records(items, alone))).isTrue();

        assertThat(balance(items, "heavy").quarantined()).isEmpty();
        assertThat(balance(items, "heavy").accepted()).isEqualTo(6);
    }

    @Test
    void section10_theListOfRecentEventsSaysThatTheyAreDeferred() {
        MemoryItemStore items = new MemoryItemStore(clock);
        deliver(classifier(items, small()), records(items, PLAN));

        String recent = items.all().stream()
                .filter(item -> item.key().partition().equals("running#heavy"))
                .map(Item::body)
                .collect(Collectors.joining());
        assertThat(recent).contains("\"reason\":\"deferred\"").contains("\"STORED\"");
    }

    /** The process dies at each call in turn, before or after it has taken effect, and the batch is delivered again. */
    @Test
    void section10_aBatchThatDiesAtAnyCallAndComesAgainLosesAndDoublesNothing() {
        Map<String, String> undisturbed = undisturbed();
        int call = 1;
        for (boolean done = false; !done; call++) {
            MemoryItemStore items = new MemoryItemStore(clock);
            BreakingItems breaking = new BreakingItems(items);
            List<byte[]> records = records(items, PLAN);
            // Sometimes the second process has less left than the first one, sometimes more.
            ClassifyHandler dying = classifier(breaking, call % 4 < 2 ? small() : ample());
            boolean spent = call % 8 < 4;
            if (call % 2 == 0) {
                breaking.dieAt(call);
            } else {
                breaking.dieAfter(call);
            }
            done = deliver(dying, records);
            breaking.heal();
            assertThat(deliver(classifier(items, spent ? small() : ample()), records))
                    .isTrue();
            if (spent) {
                // What the first attempt stored is not in quarantine as well.
                assertThat(balance(items, "heavy").residual())
                        .as("call %s", call)
                        .isZero();
            }
            runJobs(items);

            assertNothingIsLeft(items);
            assertThat(figures(items)).as("call %s", call).isEqualTo(undisturbed);
        }
        assertThat(call).isGreaterThan(30);
    }

    /** Each call in turn fails once. What was not done comes again only if the classifier has said so. */
    @Test
    void section10_aCallThatFailsOnceLosesNothing() {
        Map<String, String> undisturbed = undisturbed();
        int retries = 0;
        for (int call = 1; ; call++) {
            MemoryItemStore items = new MemoryItemStore(clock);
            List<byte[]> records = records(items, PLAN);
            BreakingItems failing = new BreakingItems(items);
            failing.interruptAt(call, () -> {
                throw new IllegalStateException("busy");
            });
            int failedFrom = failedFrom(classifier(failing, small()), records);
            if (!failing.happened()) {
                break;
            }
            if (failedFrom < records.size()) {
                retries++;
                assertThat(deliver(classifier(items, small()), records.subList(failedFrom, records.size())))
                        .isTrue();
            }
            runJobs(items);

            assertNothingIsLeft(items);
            assertThat(figures(items)).as("call %s", call).isEqualTo(undisturbed);
        }
        assertThat(retries).isGreaterThan(10);
    }

    /** The jobs' function dies at each call in turn, and a later run goes on. */
    @Test
    void section10_aRunOfTheJobsThatDiesAtAnyCallLosesAndDoublesNothing() {
        Map<String, String> undisturbed = undisturbed();
        int deaths = 0;
        for (int call = 1; ; call++) {
            MemoryItemStore items = new MemoryItemStore(clock);
            deliver(classifier(items, small()), records(items, PLAN));
            BreakingItems breaking = new BreakingItems(items);
            breaking.dieAt(call);
            try {
                runJobs(breaking);
            } catch (IllegalStateException dead) {
                deaths++;
            }
            if (!breaking.happened()) {
                break;
            }
            runJobs(items);

            assertNothingIsLeft(items);
            assertThat(figures(items)).as("call %s", call).isEqualTo(undisturbed);
        }
        assertThat(deaths).isPositive();
    }

    /** A record that is deferred while the jobs' function works through the earlier ones is not forgotten. */
    @Test
    void section10_whatIsDeferredDuringARunOfTheJobsIsLeftForTheNextOne() {
        MemoryItemStore items = new MemoryItemStore(clock);
        List<byte[]> records = records(items, PLAN);
        deliver(classifier(items, small()), records.subList(0, 2));
        BreakingItems interrupted = new BreakingItems(items);
        interrupted.interruptAt(8, () -> deliver(classifier(items, new MatchingBudget(() -> 0, 0, 0, 0)), records));

        runJobs(interrupted);
        assertThat(interrupted.happened()).isTrue();
        assertThat(new Quarantine(items, clock).list("shop", Quarantine.DEFERRED))
                .hasSize(1);
        runJobs(items);

        assertNothingIsLeft(items);
        assertThat(figures(items)).isEqualTo(undisturbed());
    }

    /** Calls in the same order each time. */
    private static final class OneAfterTheOther implements WorkerPool {
        @Override
        public <T> List<Future<T>> doAll(List<Callable<T>> pieces) {
            List<Future<T>> done = new ArrayList<>();
            for (Callable<T> piece : pieces) {
                CompletableFuture<T> future = new CompletableFuture<>();
                try {
                    future.complete(piece.call());
                } catch (Exception failure) {
                    future.completeExceptionally(failure);
                }
                done.add(future);
            }
            return done;
        }
    }
}
