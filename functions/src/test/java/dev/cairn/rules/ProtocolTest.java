package dev.cairn.rules;

import static dev.cairn.rules.Sent.ANNA;
import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.jobs.PropagationDelay;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.work.JobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules that prevent losses, each as the shortest scenario that loses something without it. Between any two calls
 * of one delivery, another delivery is processed completely and counted by a run: whatever one changes for the other
 * must be marked by one of them.
 */
class ProtocolTest {
    private static final String PLAN = """
            goals:
              look: {tier: micro, kind: milestone, match: {event: look}}
              regular: {tier: micro, kind: secondary, match: {event: like, visit_frequency: {min: 3}}}
              buy: {tier: macro, match: {event: buy}, count: order, value: event}
            funnels:
              sale: {steps: [look, buy], window: 5d}
              fan: {steps: [look, regular], window: 5d}
            """;
    private static final VisitorKey PHONE = new VisitorKey(LinkLevel.DEVICE, "phone");
    private static final VisitorKey LAPTOP = new VisitorKey(LinkLevel.DEVICE, "laptop");
    private static final VisitorKey DINA = new VisitorKey(LinkLevel.DEVICE, "dina");

    /** The events counted earlier, and two deliveries. */
    private record Story(String name, List<Sent> before, List<Sent> one, List<Sent> other) {
        Story swapped() {
            return new Story(name + ", the other way round", before, other, one);
        }

        FailingShop begun() {
            FailingShop broken = FailingShop.create(PLAN);
            deliver(broken.shop(), before);
            broken.shop().run();
            return broken;
        }

        TreeMap<String, String> expected() {
            Shop shop = new Shop(PLAN);
            List.of(before, one, other).forEach(batch -> deliver(shop, batch));
            return shop.run().figures();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static void deliver(Shop shop, List<Sent> batch) {
        shop.send(batch.toArray(Sent[]::new));
    }

    static Stream<Story> stories() {
        return Stream.of(
                        new Story(
                                "two days of a visitor",
                                List.of(event("look", "2026-03-06T10:00Z")),
                                List.of(event("look", "2026-03-08T10:00Z")),
                                List.of(event("buy", "2026-03-09T10:00Z").order("o"))),
                        new Story(
                                "the first two days of a visitor",
                                List.of(),
                                List.of(event("look", "2026-03-08T10:00Z")),
                                List.of(event("buy", "2026-03-09T10:00Z"))),
                        new Story(
                                "a full page",
                                fullPage(),
                                List.of(event("look", "2026-03-08T10:00Z")),
                                List.of(event("buy", "2026-03-09T10:00Z"))),
                        new Story(
                                "an order of two visitors",
                                List.of(event("look", "2026-03-08T10:00Z")),
                                List.of(event("buy", "2026-03-09T12:00Z").order("o")),
                                List.of(event("buy", "2026-03-09T11:00Z")
                                        .by(BOB)
                                        .order("o"))),
                        new Story(
                                "an order and its refund",
                                List.of(event("look", "2026-03-08T10:00Z")),
                                List.of(event("buy", "2026-03-09T12:00Z").order("o")),
                                List.of(event("buy", "2026-03-10T11:00Z")
                                        .by(BOB)
                                        .order("o")
                                        .refund())),
                        new Story(
                                "an order of a user's device",
                                List.of(
                                        event("look", "2026-03-06T10:00Z").by(BOB),
                                        event("identify", "2026-03-07T10:00Z")
                                                .by(BOB)
                                                .on(PHONE)),
                                List.of(event("buy", "2026-03-09T12:00Z")
                                        .by(PHONE)
                                        .order("o")),
                                List.of(event("buy", "2026-03-09T11:00Z")
                                        .by(DINA)
                                        .order("o"))),
                        new Story(
                                "a device and its user",
                                List.of(event("look", "2026-03-07T10:00Z").by(BOB)),
                                List.of(event("identify", "2026-03-08T10:00Z")
                                        .by(BOB)
                                        .on(PHONE)),
                                List.of(event("buy", "2026-03-09T10:00Z").by(PHONE))),
                        new Story(
                                "a device of a user who has another",
                                List.of(
                                        event("look", "2026-03-06T10:00Z").by(LAPTOP),
                                        event("identify", "2026-03-07T10:00Z")
                                                .by(BOB)
                                                .on(LAPTOP),
                                        event("identify", "2026-03-07T11:00Z")
                                                .by(BOB)
                                                .on(PHONE)),
                                List.of(event("like", "2026-03-09T09:00Z").by(LAPTOP)),
                                List.of(event("buy", "2026-03-09T10:00Z").by(PHONE))),
                        new Story(
                                "an identify that makes two copies of an order's event one",
                                List.of(
                                        event("buy", "2026-03-05T10:00Z")
                                                .by(PHONE)
                                                .id("same")
                                                .order("o"),
                                        event("buy", "2026-03-05T10:00Z")
                                                .by(BOB)
                                                .id("same")
                                                .received("2026-03-05T09:59Z"),
                                        event("buy", "2026-03-09T12:00Z")
                                                .by(DINA)
                                                .order("o")),
                                List.of(event("identify", "2026-03-07T10:00Z")
                                        .by(BOB)
                                        .on(PHONE)),
                                List.of(event("look", "2026-03-08T10:00Z").by(DINA))),
                        new Story(
                                "copies of an event on two days",
                                List.of(event("look", "2026-03-04T10:00Z")),
                                List.of(event("like", "2026-03-05T10:00Z")
                                        .id("copied")
                                        .content(1)
                                        .received("2026-03-06T11:00Z")),
                                List.of(event("like", "2026-03-06T10:00Z")
                                        .id("copied")
                                        .content(2)
                                        .received("2026-03-06T12:00Z"))),
                        new Story(
                                "copies of an event of two visitors",
                                List.of(event("look", "2026-03-05T09:00Z")),
                                List.of(event("like", "2026-03-05T10:00Z")
                                        .id("copied")
                                        .adjusted()),
                                List.of(event("like", "2026-03-05T10:05Z")
                                        .id("copied")
                                        .adjusted()
                                        .by(BOB))),
                        new Story(
                                "a copy without the order that the other copy has",
                                List.of(event("buy", "2026-03-09T12:00Z")
                                        .by(DINA)
                                        .order("o")),
                                List.of(event("buy", "2026-03-09T10:00Z")
                                        .id("copied")
                                        .received("2026-03-09T10:02Z")
                                        .order("o")),
                                List.of(event("buy", "2026-03-09T10:00Z")
                                        .id("copied")
                                        .received("2026-03-09T10:01Z"))))
                .flatMap(story -> Stream.of(story, story.swapped()));
    }

    private static List<Sent> fullPage() {
        return IntStream.range(10, 40)
                .mapToObj(minute -> event("look", "2026-03-08T11:" + minute + "Z"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void B1_B2_B4_anotherDeliveryThatIsCountedBetweenAnyTwoCallsLosesNothing(Story story) {
        beforeEachCall(story, beside -> {
            deliver(beside, story.other());
            beside.run();
        });
    }

    /** A slow writer read the epoch before that run began. */
    @ParameterizedTest
    @MethodSource("stories")
    void B3_aRunAndThenAnotherDeliveryBetweenAnyTwoCallsLoseNothing(Story story) {
        beforeEachCall(story, beside -> {
            beside.run();
            deliver(beside, story.other());
        });
    }

    private static void beforeEachCall(Story story, Consumer<Shop> happens) {
        TreeMap<String, String> expected = story.expected();
        boolean happened = true;
        for (int call = 1; happened; call++) {
            FailingShop broken = story.begun();
            Shop beside = new Shop(broken.shop());
            broken.items().interruptAt(call, () -> happens.accept(beside));
            deliver(broken.shop(), story.one());
            happened = broken.items().happened();
            broken.items().heal();
            if (!happened) {
                happens.accept(beside);
            }
            assertThat(broken.shop().run().figures())
                    .as("it happened before call " + call)
                    .isEqualTo(expected);
        }
    }

    /** B1, B4: whatever was written before a process died, the same or another process completes the attempt. */
    @ParameterizedTest
    @MethodSource("stories")
    void B1_B4_anAttemptThatDiesBetweenAnyTwoCallsAndIsCountedIsCompletedByItsRepeat(Story story) {
        TreeMap<String, String> expected = story.expected();
        for (boolean answerLost : new boolean[] {false, true}) {
            boolean died = true;
            for (int call = 1; died; call++) {
                FailingShop broken = story.begun();
                deliver(broken.shop(), story.other());
                List<byte[]> batch =
                        story.one().stream().map(broken.shop()::record).toList();
                if (answerLost) {
                    broken.items().dieAfter(call);
                } else {
                    broken.items().dieAt(call);
                }
                broken.shop().tryDeliver(100, batch);
                died = broken.items().happened();
                broken.items().heal();
                broken.shop().run();
                assertThat(broken.shop().tryDeliver(100, batch)).isEmpty();
                assertThat(broken.shop().run().figures())
                        .as("it died at call " + call)
                        .isEqualTo(expected);
            }
        }
    }

    /**
     * An unrelated mark makes the run count the user's bucket; afterwards only the flag's own mark causes a recount.
     */
    @Test
    void B3_aStrangersRunBetweenAnyTwoCallsOfAnIdentifyCoversNoMarkOfIt() {
        List<Sent> before = List.of(event("look", "2026-03-09T09:00Z").by(PHONE));
        List<Sent> identify =
                List.of(event("identify", "2026-03-10T10:00Z").by(BOB).on(PHONE));
        List<Sent> stranger = strangers("2026-03-09T08:00Z");
        Story story = new Story("a stranger", before, identify, stranger);
        beforeEachCall(story, beside -> {
            deliver(beside, stranger);
            beside.run();
        });
    }

    /** A visitor in every bucket of a day. */
    private static List<Sent> strangers(String at) {
        return IntStream.range(0, 100)
                .mapToObj(number -> event("like", at).by(new VisitorKey(LinkLevel.DEVICE, "stranger" + number)))
                .toList();
    }

    /** R4: events retagged by a backfill stay retagged, even if the record is redelivered with its old version. */
    @Test
    void B11_ofTagsTheHigherVersionWinsInWhateverOrderTheyAreWritten() {
        String other = PLAN.replace("match: {event: look}", "match: {event: like}");
        Sent older = event("like", "2026-03-09T10:00Z").delivery("d").planVersion(1);
        Sent newer = event("like", "2026-03-09T10:00Z").delivery("d").planVersion(2);
        for (List<Sent> order : List.of(List.of(older, newer), List.of(newer, older))) {
            Shop shop = new Shop(PLAN);
            shop.pipeline.putPlan(Shop.plan(other));
            order.forEach(each -> shop.send(each));
            assertThat(shop.run().goal("look", "2026-03-09")).as("%s", order).isEqualTo(List.of(1L, 1L));
        }
    }

    /** An erasure of Anna, whose order Bob names too, and of one of whose events Bob has a copy. */
    private static final class Erasure {
        private static final Duration TAGGING = Duration.ofMinutes(5);

        final MemoryArchive archive = new MemoryArchive();
        final FailingShop broken = FailingShop.create(PLAN);
        final Shop shop = broken.shop();
        final List<Sent> annas = List.of(
                event("look", "2026-03-08T10:00Z"),
                event("buy", "2026-03-09T10:00Z").order("o").value("10"),
                event("like", "2026-03-09T09:00Z").id("copied").adjusted());
        final List<Sent> bobs = List.of(
                event("look", "2026-03-07T10:00Z").by(BOB),
                event("buy", "2026-03-09T11:00Z").by(BOB).order("o").value("11"),
                event("like", "2026-03-09T09:05Z").by(BOB).id("copied").adjusted());

        Erasure ask() {
            new JobStore(shop.tables, shop.clock)
                    .add(JobStore.Kind.ERASURE, Shop.SITE, Map.of(JobStore.NAMES, ANNA.toString()));
            return this;
        }

        void goOn() {
            try {
                Shop.runJobs(shop.ports(archive), new PropagationDelay(TAGGING, Duration.ZERO));
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        void end() {
            shop.clock.forward(TAGGING);
            goOn();
            shop.run();
        }

        TreeMap<String, String> figures() {
            TreeMap<String, String> figures = shop.figures();
            // Erased events are counted there as erased.
            figures.keySet().removeIf(key -> key.contains("health"));
            return figures;
        }

        static TreeMap<String, String> expected() {
            Erasure never = new Erasure();
            deliver(never.shop, never.bobs);
            never.shop.run();
            return never.figures();
        }
    }

    /** Before every seventh of its hundreds of calls; each was tried once. */
    @Test
    void B10_whoComesAndIsCountedWithinAnErasureHasTheOrderInTheEnd() {
        TreeMap<String, String> expected = Erasure.expected();
        boolean happened = true;
        for (int call = 1; happened; call += 7) {
            Erasure erasure = new Erasure();
            deliver(erasure.shop, erasure.annas);
            erasure.shop.run();
            erasure.ask();
            Shop beside = new Shop(erasure.shop);
            Runnable comes = () -> {
                deliver(beside, erasure.bobs);
                beside.run();
            };
            erasure.broken.items().interruptAt(call, comes);
            erasure.goOn();
            happened = erasure.broken.items().happened();
            erasure.broken.items().heal();
            if (!happened) {
                comes.run();
            }
            erasure.end();
            assertThat(erasure.figures()).as("before call " + call).isEqualTo(expected);
        }
    }

    /** The erasure's first pass runs between two calls of a writer that has read no tombstone. */
    @Test
    void B10_whatAWriterWritesWhoReadNoTombstoneIsGoneInTheEnd() {
        TreeMap<String, String> expected = Erasure.expected();
        boolean happened = true;
        for (int call = 1; happened; call++) {
            Erasure erasure = new Erasure();
            deliver(erasure.shop, erasure.bobs);
            erasure.shop.run();
            Shop beside = new Shop(erasure.shop);
            Erasure other = erasure;
            AtomicBoolean interrupted = new AtomicBoolean();
            erasure.broken.items().interruptAt(call, () -> {
                interrupted.set(true);
                erasure.broken.items().heal();
                other.ask().goOn();
                beside.run();
            });
            List<byte[]> batch =
                    erasure.annas.stream().map(erasure.shop::record).toList();
            erasure.shop.deliver(batch);
            happened = interrupted.get();
            erasure.broken.items().heal();
            if (!happened) {
                erasure.ask().goOn();
            }
            erasure.shop.run();
            erasure.end();
            assertThat(erasure.figures()).as("before call " + call).isEqualTo(expected);
        }
    }

    /** D2: an event without a visitor has no index; only its orders know its days. */
    @Test
    void D2_anOrderOfNobodyOnTwoDaysIsOneOrder() {
        VisitorKey nobody = new VisitorKey(LinkLevel.NONE, "nobody");
        List<Sent> copies = new ArrayList<>(Arrays.asList(
                event("buy", "2026-03-08T10:00Z")
                        .by(nobody)
                        .id("x")
                        .order("o")
                        .received("2026-03-08T12:00Z")
                        .adjusted(),
                event("buy", "2026-03-07T10:00Z")
                        .by(nobody)
                        .id("x")
                        .order("o")
                        .received("2026-03-08T11:00Z")
                        .adjusted(),
                event("buy", "2026-03-09T10:00Z").by(nobody).id("y").order("o")));
        Shop shop = new Shop(PLAN);
        deliver(shop, copies);
        shop.run();

        assertThat(shop.goal("buy", "2026-03-07").getFirst()).isEqualTo(1);
        assertThat(shop.goal("buy", "2026-03-08").getFirst()).isZero();
        assertThat(shop.goal("buy", "2026-03-09").getFirst()).isZero();
    }
}
