package dev.cairn.rules;

import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.aggregate.ThreadWorkers;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import dev.cairn.store.bucket.DirtyBuckets;
import dev.cairn.store.work.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * R12: a run is divided into tasks that workers count. Whatever happens to them, and to the run itself, the figures are
 * those of a run that counts everything itself, and no mark is lost.
 */
class WorkersTest {
    private static final String PLAN = """
            goals:
              look: {tier: micro, kind: milestone, match: {event: look}}
              buy: {tier: macro, match: {event: buy}, count: order, value: event}
            funnels:
              sale: {steps: [look, buy], window: 3d}
            """;
    private static final String TODAY = "2026-03-10";
    private static final String YESTERDAY = "2026-03-09";

    private static VisitorKey visitor(int number) {
        return new VisitorKey(LinkLevel.DEVICE, "device" + number);
    }

    /** Some visitors in some buckets of two days. */
    private static Sent[] first() {
        return IntStream.range(0, 4)
                .boxed()
                .flatMap(number -> List.of(
                        event("look", YESTERDAY + "T10:0" + number + "Z").by(visitor(number)),
                        event("buy", TODAY + "T10:0" + number + "Z")
                                .by(visitor(number))
                                .order("order-" + number)
                                .value("10"))
                        .stream())
                .toArray(Sent[]::new);
    }

    /** More visitors, also in other buckets, and an order that moves to another visitor. */
    private static Sent[] more() {
        return new Sent[] {
            event("buy", YESTERDAY + "T12:00Z").by(visitor(1)).order("order-0").value("10"),
            event("look", YESTERDAY + "T12:00Z").by(visitor(7)),
            event("look", TODAY + "T11:00Z").by(visitor(2)),
        };
    }

    private static final TreeMap<String, String> FIRST =
            new Shop(PLAN).send(first()).run().figures();
    private static final TreeMap<String, String> ALL =
            new Shop(PLAN).send(first()).run().send(more()).run().figures();

    private static final TreeMap<String, String> AND_ONE = new Shop(PLAN)
            .send(first())
            .run()
            .send(more())
            .run()
            .send(event("other", TODAY + "T10:00Z").by(visitor(8)))
            .run()
            .figures();

    private static Shop shop() {
        return new Shop(PLAN).send(first());
    }

    /** A shop whose first events are counted and whose others are not. */
    private static FailingShop due() {
        FailingShop broken = FailingShop.create(PLAN);
        broken.shop().send(first()).run().send(more());
        return broken;
    }

    private static Set<String> marks(Shop shop) {
        Set<String> marks = new TreeSet<>();
        for (Item item : shop.tables.all()) {
            if (item.key().partition().startsWith("marks#") && !item.body().contains("true")) {
                marks.add(item.key().sort());
            }
        }
        return marks;
    }

    /** By bucket. */
    private static Map<String, Item> partials(Shop shop) {
        Map<String, Item> partials = new TreeMap<>();
        for (Item item : shop.tables.all()) {
            if (item.key().partition().startsWith("partial#")) {
                partials.put(item.key().partition() + "#" + item.key().sort(), item);
            }
        }
        return partials;
    }

    @Test
    void R12_whatWorkersCountIsFoldedInTheSameRun() {
        Shop shop = shop();
        TestWorkers workers = TestWorkers.prompt(3, shop);

        assertThat(TestWorkers.run(shop, workers).figures()).isEqualTo(FIRST);
        assertThat(workers.started).hasSize(3);
        assertThat(marks(shop)).isEmpty();
        assertThat(shop.send(more()).run().figures()).isEqualTo(ALL);
    }

    @Test
    void R12_theRunCountsNothingThatItsWorkersHaveCounted() {
        Shop shop = due().shop();
        List<String> calls = new ArrayList<>();
        Shop beside = new Shop(shop, items -> new Calls(items, calls));

        TestWorkers.run(beside, TestWorkers.prompt(2, shop));
        assertThat(shop.figures()).isEqualTo(ALL);
        assertThat(calls).noneMatch(call -> call.startsWith("query " + Shop.SITE + "#"));
    }

    @Test
    void R12_aWorkerThatNeverStartsCostsOnlyTime() {
        Shop shop = shop();
        TestWorkers.run(shop, TestWorkers.idle(3));

        assertThat(shop.figures()).isEqualTo(FIRST);
        assertThat(marks(shop)).isEmpty();
    }

    @Test
    void R12_aWorkerThatCannotBeStartedCostsOnlyTime() {
        Shop shop = shop();
        TestWorkers.run(shop, new TestWorkers(3, work -> {
            throw new IllegalStateException("throttled");
        }));

        assertThat(shop.figures()).isEqualTo(FIRST);
    }

    @Test
    void R12_threadsOfOneMachineCountTogether() {
        Shop shop = shop();
        try (ThreadWorkers threads =
                new ThreadWorkers(4, Duration.ofNanos(1), work -> TestWorkers.count(new Shop(shop), work))) {
            for (int run = 0; run < 5; run++) {
                TestWorkers.run(shop, threads);
            }
        }
        assertThat(shop.figures()).isEqualTo(FIRST);
        assertThat(marks(shop)).isEmpty();
    }

    @Test
    void R12_workThatIsStartedTwiceIsCountedOnce() {
        Shop shop = shop();
        TestWorkers workers = TestWorkers.prompt(2, shop);
        TestWorkers.run(shop, workers);
        Map<String, Item> once = partials(shop);

        workers.started.forEach(work -> TestWorkers.count(shop, work));
        assertThat(partials(shop)).isEqualTo(once);
    }

    /** Every call of a worker, by its subject. */
    private record Calls(ItemStore items, List<String> all) implements ItemStore {
        @Override
        public Map<Item.Key, Item> get(Collection<Item.Key> keys) {
            all.add("get " + new HashSet<>(keys));
            return items.get(keys);
        }

        @Override
        public List<Item> query(Table table, String partition, String from, String to) {
            all.add("query " + partition);
            return items.query(table, partition, from, to);
        }

        @Override
        public boolean put(Item item) {
            all.add("put " + item.key());
            return items.put(item);
        }

        @Override
        public void replace(Item item) {
            all.add("replace " + item.key());
            items.replace(item);
        }

        @Override
        public boolean delete(Item.Key key, long revision) {
            all.add("delete " + key);
            return items.delete(key, revision);
        }
    }

    private static List<String> callsOfARun(Workers workers) {
        List<String> calls = new ArrayList<>();
        Shop shop = shop().run().send(more());
        TestWorkers.run(new Shop(shop, items -> new Calls(items, calls)), workers);
        return calls;
    }

    /** They have little work, both by estimate and by default. */
    @Test
    void R12_aSmallSitePaysNothingForThem() {
        List<String> alone = callsOfARun(Workers.NONE);
        List<String> notNeeded = callsOfARun(new ThreadWorkers(4, Duration.ofSeconds(60), work -> {
            throw new IllegalStateException("nobody is needed");
        }));

        assertThat(notNeeded).isEqualTo(alone);
        assertThat(callsOfARun(TestWorkers.idle(1))).as("these are").hasSizeGreaterThan(alone.size());
    }

    /** B5, B7: a bucket's cached statistics are valid for any process that continues. */
    @Test
    void R12_aRunThatDiesAtAnyCallIsGoneOnWithAndNoBucketIsCountedTwice() {
        int kept = 0;
        boolean died = true;
        for (int call = 1; died; call = next(call)) {
            FailingShop broken = due();
            Shop shop = broken.shop();
            long before = epochOf(shop);
            broken.items().dieAfter(call);
            tryToRun(shop, call % 2 == 0 ? TestWorkers.prompt(1, new Shop(shop)) : TestWorkers.idle(1));
            died = broken.items().happened();
            broken.items().heal();
            Set<String> counted = new TreeSet<>();
            partials(shop).forEach((bucket, partial) -> {
                if (epoch(partial) > before) {
                    counted.add(bucket.substring("partial#".length()));
                }
            });
            kept += counted.size();

            List<String> calls = new ArrayList<>();
            TestWorkers.run(new Shop(shop, items -> new Calls(items, calls)), TestWorkers.idle(2));
            assertThat(counted.stream().filter(bucket -> calls.contains("query " + bucket)))
                    .as("counted again after it died after call " + call)
                    .isEmpty();
            assertThat(shop.figures()).as("died after call " + call).isEqualTo(ALL);
            assertThat(marks(shop)).isEmpty();
        }
        assertThat(kept).isPositive();
    }

    /** The first calls one by one; the later ones all concern rows. */
    private static int next(int call) {
        return call + 1 + call / 12;
    }

    private static long epoch(Item partial) {
        return Json.read(partial.body(), Epoch.class).epoch();
    }

    private record Epoch(long epoch) {}

    private static long epochOf(Shop shop) {
        return new DirtyBuckets(shop.tables, shop.clock).epoch();
    }

    private static void tryToRun(Shop shop, Workers workers) {
        try {
            TestWorkers.run(shop, workers);
        } catch (RuntimeException dead) {
            assertThat(dead).hasMessage("dead");
        }
    }

    @Test
    void R12_aWorkerThatDiesAtAnyCallCostsOnlyTime() {
        boolean died = true;
        for (int call = 1; died; call = next(call)) {
            FailingShop worker = FailingShop.beside(due().shop());
            Shop shop = worker.shop();
            worker.items().dieAfter(call);
            TestWorkers.run(new Shop(shop), TestWorkers.prompt(1, shop));
            died = worker.items().happened();
            worker.items().heal();

            assertThat(shop.figures()).as("died after call " + call).isEqualTo(ALL);
            assertThat(marks(shop)).as("died after call " + call).isEmpty();
        }
    }

    private static final class Dead extends Error {}

    /** A run that dies as soon as it has handed out its work. */
    private static byte[] handedOut(Shop shop) {
        List<byte[]> work = new ArrayList<>();
        try {
            TestWorkers.run(shop, new TestWorkers(1, list -> {
                work.add(list);
                throw new Dead();
            }));
        } catch (Dead dead) {
            return work.getFirst();
        }
        throw new IllegalStateException("nothing was handed out");
    }

    /** Its run is dead, and the next run has newer data; the worker overwrites none of that run's counts. */
    @Test
    void R12_aWorkerThatSleepsWhileOthersCountPutsNothingOld() {
        boolean happened = true;
        for (int call = 1; happened; call = next(call)) {
            FailingShop worker = FailingShop.beside(shop());
            Shop shop = new Shop(worker.shop());
            byte[] work = handedOut(shop);
            worker.items().interruptAt(call, () -> shop.send(more()).run());
            TestWorkers.count(worker.shop(), work);
            happened = worker.items().happened();
            worker.items().heal();
            if (!happened) {
                shop.send(more()).run();
            }
            assertThat(shop.figures()).as("slept before call " + call).isEqualTo(ALL);
            assertThat(shop.send(event("other", TODAY + "T10:00Z").by(visitor(8)))
                            .run()
                            .figures())
                    .as("slept before call " + call + ", and then a run that adds up what is known")
                    .isEqualTo(AND_ONE);
        }
    }

    /** Its run continues once the worker has woken up. */
    @Test
    void R12_aWorkerAndAnotherRunAtOnceLoseNoMark() {
        boolean happened = true;
        for (int call = 1; happened; call = next(call)) {
            FailingShop worker = FailingShop.beside(shop());
            Shop shop = new Shop(worker.shop());
            Shop faster = new Shop(shop);
            worker.items().interruptAt(call, () -> {
                faster.send(more());
                TestWorkers.run(faster, TestWorkers.idle(2));
            });
            TestWorkers.run(shop, TestWorkers.prompt(1, worker.shop()));
            happened = worker.items().happened();
            worker.items().heal();
            if (!happened) {
                faster.send(more());
            }
            assertThat(shop.run().figures())
                    .as("the other ran before call " + call)
                    .isEqualTo(ALL);
        }
    }

    @Test
    void R12_aRunWithWorkersAndAnotherBetweenAnyTwoOfItsCallsLoseNoMark() {
        boolean happened = true;
        for (int call = 1; happened; call = next(call)) {
            FailingShop broken = FailingShop.beside(shop());
            Shop shop = broken.shop();
            Shop faster = new Shop(shop);
            broken.items().interruptAt(call, () -> {
                faster.send(more());
                TestWorkers.run(faster, TestWorkers.prompt(2, new Shop(faster)));
            });
            TestWorkers.run(shop, TestWorkers.prompt(2, new Shop(shop)));
            happened = broken.items().happened();
            broken.items().heal();
            if (!happened) {
                faster.send(more());
            }
            TestWorkers.run(shop, TestWorkers.idle(1));
            assertThat(shop.figures()).as("the other ran before call " + call).isEqualTo(ALL);
            assertThat(marks(shop)).isEmpty();
        }
    }

    /** B5: facts that arrive after the run began are marked, and their marks stay, whether or not a worker saw them. */
    @Test
    void R12_whatComesBetweenAnyTwoCallsOfAWorkerIsInTheNextRun() {
        boolean happened = true;
        for (int call = 1; happened; call = next(call)) {
            FailingShop worker = FailingShop.beside(shop());
            Shop shop = new Shop(worker.shop());
            worker.items().interruptAt(call, () -> shop.send(more()));
            TestWorkers.run(shop, TestWorkers.prompt(1, worker.shop()));
            happened = worker.items().happened();
            worker.items().heal();
            if (!happened) {
                shop.send(more());
            }
            assertThat(marks(shop)).as("it came before call " + call).isNotEmpty();
            assertThat(shop.run().figures()).as("it came before call " + call).isEqualTo(ALL);
        }
    }
}
