package dev.cairn.rules;

import static dev.cairn.rules.Story.A;
import static dev.cairn.rules.Story.B;
import static dev.cairn.rules.Story.D;
import static dev.cairn.rules.Story.G;
import static dev.cairn.rules.Story.U;
import static dev.cairn.rules.Story.on;
import static dev.cairn.rules.Story.order;
import static dev.cairn.rules.Story.x;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.VisitorKey;
import dev.cairn.jobs.PropagationDelay;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.work.JobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * M7 with concurrent processes: between any two calls of the erasure, another process does all of its work, and vice
 * versa. In the end the figures are as if the erased visitor had never come. As in production, the erasure waits for
 * processes that were alive when the tombstones were put.
 */
class ErasureRacesTest {
    private static final Duration ALIVE = Duration.ofMinutes(2);
    /** The first pass is immediate, the second once no process is alive that began before. */
    private static final PropagationDelay WAITS = new PropagationDelay(ALIVE, Duration.ZERO);

    /**
     * @param before delivered before the erasure
     * @param late delivered during the erasure
     * @param never the same deliveries without the erased visitor
     */
    private record Story(String name, VisitorKey erased, List<Sent> before, Sent late, List<Sent> never) {
        Story {
            List<Sent> all = new ArrayList<>(before);
            all.add(late);
            for (int i = 0; i < all.size(); i++) {
                all.get(i).delivery("story-" + i);
            }
        }

        @Override
        public String toString() {
            return name;
        }

        TreeMap<String, String> statistics() {
            return shop().send(never.toArray(Sent[]::new)).run().statistics();
        }

        static Shop shop() {
            return new Shop(
                    Shop.plan(dev.cairn.rules.Story.ORDERS).replace("origins: []", "origins: [], retention_days: 30"),
                    items -> items);
        }

        Shop start() {
            Shop start = shop();
            before.forEach(start::send);
            return start.run();
        }

        List<byte[]> batch() {
            return List.of(late.record("never used"));
        }

        /** Contains all records: other processes write the archive, and it has everything on the stream. */
        MemoryArchive archive() {
            MemoryArchive archive = new MemoryArchive();
            List<byte[]> records = new ArrayList<>();
            before.forEach(sent -> records.add(sent.record("never used")));
            records.addAll(batch());
            archive.write(Instant.parse("2026-03-09T10:00:00Z"), records);
            return archive;
        }
    }

    static Stream<Story> stories() {
        return Stream.of(
                // PROTOCOL's P5, and (4b) of the checker's findings: the order's other contender arrives meanwhile.
                new Story(
                        "a contender is erased while another comes",
                        B,
                        List.of(order(1, 1, B, "O")),
                        order(1, 2, A, "O"),
                        List.of(order(1, 2, A, "O"))),
                new Story(
                        "a contender is erased while it comes",
                        B,
                        List.of(order(1, 2, A, "O"), on(1, 3, B)),
                        order(1, 1, B, "O"),
                        List.of(order(1, 2, A, "O"))),
                new Story(
                        "a contender is erased whom nobody knew before it comes",
                        B,
                        List.of(order(1, 2, A, "O")),
                        order(1, 1, B, "O"),
                        List.of(order(1, 2, A, "O"))),
                // P5b
                new Story(
                        "the user of a device that is a contender is erased while another comes",
                        U,
                        List.of(x(order(1, 1, D, "O"), 1), x(on(2, 1, U).on(D), 2)),
                        order(1, 5, B, "O"),
                        List.of(order(1, 5, B, "O"))),
                new Story(
                        "the user of a device is erased while the device sends something on another day",
                        U,
                        List.of(on(1, 1, D), on(2, 2, U).on(D), order(2, 3, A, "O")),
                        order(3, 1, D, "O"),
                        List.of(order(2, 3, A, "O"))),
                new Story(
                        "the user of a device is erased while the user sends something from it on another day",
                        U,
                        List.of(on(1, 1, D), on(2, 2, U).on(D), on(1, 3, A)),
                        on(3, 1, U).on(D),
                        List.of(on(1, 3, A))),
                new Story(
                        "a device of a user is erased while the user sends something from another one",
                        D,
                        List.of(on(1, 1, D), on(2, 2, U).on(D), on(3, 4, G)),
                        order(2, 3, U, "O").on(G),
                        List.of(on(3, 4, G), order(2, 3, U, "O").on(G))),
                new Story(
                        "who claimed an event's id first is erased while another claims it",
                        B,
                        List.of(on(1, 1, A), x(on(1, 2, B).adjusted(), 1)),
                        x(on(1, 3, A).adjusted(), 2),
                        List.of(on(1, 1, A), x(on(1, 3, A).adjusted(), 2))),
                new Story(
                        "who claimed an event's id first is erased while they send it again",
                        B,
                        List.of(x(on(1, 3, A).adjusted(), 2), x(on(1, 2, B).adjusted(), 3)),
                        x(on(2, 2, B).adjusted(), 1),
                        List.of(x(on(1, 3, A).adjusted(), 2))));
    }

    static Stream<Story> storiesOfTheirOwn() {
        return stories().filter(story -> !story.late.visitor().equals(D) || story.erased.equals(D));
    }

    private static int next(int call) {
        return call + 1 + call / 5;
    }

    private static void ask(Shop shop, Story story) {
        new JobStore(shop.tables, shop.clock)
                .add(JobStore.Kind.ERASURE, Shop.SITE, Map.of(JobStore.NAMES, story.erased.toString()));
    }

    private static void goOn(Shop shop, MemoryArchive archive, PropagationDelay patience) {
        try {
            Shop.runJobs(shop.ports(archive), patience);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    private static void end(Shop shop, MemoryArchive archive) {
        shop.clock.forward(ALIVE.plusSeconds(1));
        goOn(shop, archive, WAITS);
        assertThat(new JobStore(shop.tables, shop.clock).open()).isEmpty();
    }

    /**
     * Between any two calls of a classifier, the tombstones are put, the first pass ends, and a run sees the result. The
     * job begins long after it was requested: it waits from the tombstones on.
     */
    @ParameterizedTest
    @MethodSource("stories")
    void M7_anErasureBetweenAnyTwoCallsOfAClassifierMissesNothing(Story story) {
        TreeMap<String, String> expected = story.statistics();
        Shop start = story.start();
        boolean happened = true;
        for (int call = 1; happened; call++) {
            FailingShop broken = FailingShop.copy(start);
            Shop shop = broken.shop();
            Shop beside = new Shop(shop);
            MemoryArchive archive = story.archive();
            Runnable erasure = () -> {
                ask(beside, story);
                beside.clock.forward(ALIVE.plusSeconds(1));
                goOn(beside, archive, WAITS);
                beside.run();
            };
            broken.items().interruptAt(call, erasure);
            shop.deliver(story.batch());
            happened = broken.items().happened();
            broken.items().heal();
            if (!happened) {
                erasure.run();
            }
            shop.run();
            end(shop, archive);
            assertThat(shop.run().statistics()).as("erased before call " + call).isEqualTo(expected);
        }
    }

    /**
     * An erasure that does not wait ends before the classifier; then another one is requested. It finds the
     * classifier's events by their visitor key. It can no longer know that a device belonged to the user: the first
     * erasure has removed that fact.
     */
    @ParameterizedTest
    @MethodSource("storiesOfTheirOwn")
    void M7_anErasureThatWaitedForNobodyIsMadeGoodByAnother(Story story) {
        TreeMap<String, String> expected = story.statistics();
        Shop start = story.start();
        boolean happened = true;
        for (int call = 1; happened; call += 2) {
            FailingShop broken = FailingShop.copy(start);
            Shop shop = broken.shop();
            Shop beside = new Shop(shop);
            MemoryArchive archive = story.archive();
            broken.items().interruptAt(call, () -> {
                ask(beside, story);
                goOn(beside, archive, PropagationDelay.NONE);
                beside.run();
            });
            shop.deliver(story.batch());
            happened = broken.items().happened();
            broken.items().heal();
            archive.write(Instant.parse("2026-03-09T11:00:00Z"), story.batch());
            ask(shop, story);
            goOn(shop, archive, PropagationDelay.NONE);
            assertThat(shop.run().statistics()).as("erased before call " + call).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void M7_anErasureBetweenAnyTwoCallsOfARunIsInTheNext(Story story) {
        TreeMap<String, String> expected = story.statistics();
        Shop start = story.start();
        start.deliver(story.batch());
        boolean happened = true;
        for (int call = 1; happened; call = next(call)) {
            FailingShop broken = FailingShop.copy(start);
            Shop shop = broken.shop();
            Shop beside = new Shop(shop);
            MemoryArchive archive = story.archive();
            broken.items().interruptAt(call, () -> {
                ask(beside, story);
                goOn(beside, archive, PropagationDelay.NONE);
            });
            shop.run();
            happened = broken.items().happened();
            broken.items().heal();
            if (happened) {
                assertThat(shop.run().statistics())
                        .as("erased before call " + call)
                        .isEqualTo(expected);
            }
        }
    }

    /** In steps of a sixth: an erasure checks each day of the retention, and most are empty. */
    @ParameterizedTest
    @MethodSource("stories")
    void M7_whatComesBetweenAnyTwoCallsOfAnErasureIsErasedOrCountedWhole(Story story) {
        TreeMap<String, String> expected = story.statistics();
        Shop start = story.start();
        boolean happened = true;
        for (int call = 1; happened; call += 1 + call / 6) {
            FailingShop broken = FailingShop.copy(start);
            Shop shop = broken.shop();
            Shop beside = new Shop(shop);
            MemoryArchive archive = story.archive();
            ask(beside, story);
            broken.items().interruptAt(call, () -> {
                beside.deliver(story.batch());
                beside.run();
            });
            goOn(shop, archive, WAITS);
            end(shop, archive);
            happened = broken.items().happened();
            broken.items().heal();
            if (!happened) {
                beside.deliver(story.batch());
            }
            assertThat(shop.run().statistics())
                    .as("it came before call " + call)
                    .isEqualTo(expected);
        }
    }

    /**
     * Killed at a call (in steps of a fifth) whose response is lost; then something arrives and is counted, and the
     * erasure continues.
     */
    @ParameterizedTest
    @MethodSource("stories")
    void M7_whatComesWhereAnErasureDiedIsErasedOrCountedWhole(Story story) {
        TreeMap<String, String> expected = story.statistics();
        Shop start = story.start();
        boolean died = true;
        for (int call = 1; died; call += 1 + call / 5) {
            FailingShop broken = FailingShop.copy(start);
            Shop beside = new Shop(broken.shop());
            MemoryArchive archive = story.archive();
            ask(beside, story);
            broken.items().dieAfter(call);
            try {
                goOn(broken.shop(), archive, WAITS);
            } catch (RuntimeException dead) {
                assertThat(broken.items().happened()).isTrue();
            }
            died = broken.items().happened();
            broken.items().heal();
            beside.deliver(story.batch());
            beside.run();
            goOn(beside, archive, WAITS);
            end(beside, archive);
            assertThat(beside.run().statistics()).as("died after call " + call).isEqualTo(expected);
        }
    }
}
