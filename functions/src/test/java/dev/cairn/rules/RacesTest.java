package dev.cairn.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * G5 and F11 with concurrent processes: between any two calls of one process, another does all of its work. Whatever
 * their order, the final figures are those of a sequential execution. Nothing is repeated unless a test says so: a
 * repetition would hide what the first attempt forgot.
 */
class RacesTest {

    /** Two deliveries of a scenario that arrive concurrently; the others arrived before. */
    private record Race(Story story, int one, int other) {
        @Override
        public String toString() {
            return story + ", " + (one + 1) + " and " + (other + 1);
        }
    }

    /** The delivery of a scenario that arrives last. */
    private record Late(Story story, int delivery) {
        @Override
        public String toString() {
            return story + ", " + (delivery + 1);
        }
    }

    /** Every pair of deliveries; for scenarios with many deliveries, only adjacent ones. */
    static Stream<Race> races() {
        return Story.all()
                .flatMap(story -> numbers(story)
                        .flatMap(one -> numbers(story)
                                .filter(other -> one != other && (story.last() < 3 || Math.abs(one - other) == 1))
                                .map(other -> new Race(story, one, other))));
    }

    static Stream<Race> lastTwo() {
        return races().filter(race -> Math.min(race.one, race.other) == race.story.last() - 1);
    }

    static Stream<Late> late() {
        return Story.all().flatMap(story -> numbers(story).map(delivery -> new Late(story, delivery)));
    }

    static Stream<Story> stories() {
        return Story.all();
    }

    static Stream<Story> storiesOfThree() {
        return Story.all().filter(story -> story.deliveries().size() > 2);
    }

    private static Stream<Integer> numbers(Story story) {
        return IntStream.rangeClosed(0, story.last()).boxed();
    }

    /** The first calls one by one, later ones in growing steps, because they become increasingly similar. */
    private static int next(int call) {
        return call + 1 + call / 6;
    }

    @ParameterizedTest
    @MethodSource("races")
    void G5_ofTwoClassifiersAtOnceAndARunBetweenNothingIsLost(Race race) {
        Shop start = race.story.without(race.one, race.other).run();
        int first = race.one < race.other ? 1 : 2;
        beforeEachCall(race.story, start, race.one, first, beside -> {
            race.story.deliver(beside, race.other);
            beside.run();
        });
    }

    @ParameterizedTest
    @MethodSource("late")
    void F11_aRunBetweenAnyTwoCallsOfAClassifierForgetsNothing(Late late) {
        beforeEachCall(late.story, late.story.without(late.delivery), late.delivery, 1 + late.delivery % 2, Shop::run);
    }

    /**
     * The concurrent work is placed before the batch's first call, then before its second, and finally after all of
     * them. In scenarios with more than two deliveries, which have many races, before every second call.
     *
     * @param first call to start from, if not every call is tried
     */
    private static void beforeEachCall(Story story, Shop start, int delivery, int first, Consumer<Shop> happens) {
        TreeMap<String, String> expected = story.figures();
        boolean happened = true;
        int step = story.last() < 2 ? 1 : 2;
        for (int call = step == 1 ? 1 : first; happened; call += step) {
            FailingShop broken = FailingShop.copy(start);
            Shop beside = new Shop(broken.shop());
            broken.items().interruptAt(call, () -> happens.accept(beside));
            story.deliver(broken.shop(), delivery);
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

    /**
     * The second delivery is in the middle of its work when the third and a run come. Every fourth call of the one and
     * every fifth of the other.
     */
    @ParameterizedTest
    @MethodSource("storiesOfThree")
    void G5_ofThreeClassifiersAtOnceAndARunBetweenNothingIsLost(Story story) {
        TreeMap<String, String> expected = story.figures();
        int[] order = {story.last(), story.last() - 1, story.last() - 2};
        Shop start = story.without(order[0], order[1], order[2]).run();
        boolean happened = true;
        for (int call = 1; happened; call += 4) {
            boolean happenedWithin = true;
            for (int within = 1; happened && happenedWithin; within += 5) {
                FailingShop first = FailingShop.copy(start);
                FailingShop second = FailingShop.beside(first.shop());
                Shop third = new Shop(first.shop());
                second.items().interruptAt(within, () -> {
                    story.deliver(third, order[2]);
                    third.run();
                });
                first.items().interruptAt(call, () -> story.deliver(second.shop(), order[1]));
                story.deliver(first.shop(), order[0]);
                happened = first.items().happened();
                happenedWithin = second.items().happened();
                first.items().heal();
                second.items().heal();
                if (happened && happenedWithin) {
                    assertThat(first.shop().run().figures())
                            .as("the second before call %d, the third before its call %d", call, within)
                            .isEqualTo(expected);
                }
            }
        }
    }

    /**
     * The process began before the batch was redelivered, and was considered dead. The batch was split, and its first
     * part is already done. Every sixth call of the one and every seventh of the other.
     */
    @ParameterizedTest
    @MethodSource("lastTwo")
    void G5_whoGoesOnWithABatchThatAnotherHasNowAndDiesOfItLosesNothing(Race race) {
        TreeMap<String, String> expected = race.story.figures();
        Shop start = race.story.without(race.other).run();
        boolean happened = true;
        for (int call = 1; happened; call += 6) {
            boolean died = true;
            for (int callOfTheOther = 1; died; callOfTheOther += 7) {
                FailingShop broken = FailingShop.copy(start);
                Shop shop = broken.shop();
                FailingShop thoughtDead = FailingShop.beside(shop);
                thoughtDead.items().dieAt(callOfTheOther);
                race.story.deliver(shop, race.one);
                List<byte[]> batch = race.story.batch(race.other);
                broken.items().interruptAt(call, () -> thoughtDead.shop().tryDeliver(batch));
                shop.deliver(batch);
                happened = broken.items().happened();
                broken.items().heal();
                died = happened && thoughtDead.items().happened();
                assertThat(shop.run().figures())
                        .as("it went on before call %d, and died at its call %d", call, callOfTheOther)
                        .isEqualTo(expected);
            }
        }
    }

    /** Its response is lost as well. Every third call. */
    @ParameterizedTest
    @MethodSource("late")
    void F11_aClassifierThatDiesAtAnyCallAndARunAreMadeGoodByTheRedelivery(Late late) {
        TreeMap<String, String> expected = late.story.figures();
        Shop start = late.story.without(late.delivery).run();
        List<byte[]> batch = late.story.batch(late.delivery);
        boolean died = true;
        for (int call = 1; died; call += 3) {
            FailingShop broken = FailingShop.copy(start);
            broken.items().dieAfter(call);
            broken.shop().tryDeliver(batch);
            died = broken.items().happened();
            broken.items().heal();
            broken.shop().run();
            new Shop(broken.shop()).deliver(batch);
            assertThat(broken.shop().run().figures())
                    .as("died after call " + call)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("late")
    void F11_whatComesBetweenAnyTwoCallsOfARunIsInTheNext(Late late) {
        TreeMap<String, String> expected = late.story.figures();
        Shop start = late.story.without(late.delivery);
        boolean happened = true;
        for (int call = 1; happened; call = next(call)) {
            FailingShop broken = FailingShop.copy(start);
            Shop beside = new Shop(broken.shop());
            broken.items().interruptAt(call, () -> late.story.deliver(beside, late.delivery));
            broken.shop().run();
            happened = broken.items().happened();
            broken.items().heal();
            if (!happened) {
                late.story.deliver(beside, late.delivery);
            }
            assertThat(broken.shop().run().figures())
                    .as("it came before call " + call)
                    .isEqualTo(expected);
        }
    }

    /**
     * The overtaken run changes nothing that the other wrote: the figures are right at once, not only after the next
     * run.
     */
    @ParameterizedTest
    @MethodSource("stories")
    void F11_ofTwoRunsAtOnceNoneSpoilsWhatTheOtherWrote(Story story) {
        Shop start = story.without(story.last()).run();
        story.deliver(start, story.last());
        whileARunIsAt(story, start, beside -> {});
    }

    /** The other run saw data that the first did not. */
    @ParameterizedTest
    @MethodSource("stories")
    void F11_ofTwoRunsAtOnceTheOneThatKnowsMoreIsRight(Story story) {
        whileARunIsAt(story, story.without(story.last()).run(), beside -> story.deliver(beside, story.last()));
    }

    private static void whileARunIsAt(Story story, Shop start, Consumer<Shop> comes) {
        TreeMap<String, String> expected = story.figures();
        boolean happened = true;
        for (int call = 1; happened; call = next(call)) {
            FailingShop broken = FailingShop.copy(start);
            Shop other = new Shop(broken.shop());
            broken.items().interruptAt(call, () -> {
                comes.accept(other);
                other.run();
            });
            broken.shop().run();
            happened = broken.items().happened();
            broken.items().heal();
            if (happened) {
                assertThat(broken.shop().figures())
                        .as("the other ran before call %d", call)
                        .isEqualTo(expected);
                assertThat(broken.shop().run().figures())
                        .as("the other ran before call %d, and then a third", call)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void F11_whereARunDiesAtAnyCallAnotherGoesOn(Story story) {
        TreeMap<String, String> expected = story.figures();
        Shop start = story.without(story.last()).run();
        story.deliver(start, story.last());
        boolean died = true;
        for (int call = 1; died; call = next(call)) {
            FailingShop broken = FailingShop.copy(start);
            broken.items().dieAfter(call);
            try {
                broken.shop().run();
            } catch (RuntimeException dead) {
                assertThat(broken.items().happened()).isTrue();
            }
            died = broken.items().happened();
            broken.items().heal();
            assertThat(new Shop(broken.shop()).run().figures())
                    .as("died after call " + call)
                    .isEqualTo(expected);
        }
    }

    /**
     * The second run began before the last fact, the third after it. Every 17th call of the first, every 19th of the
     * second.
     */
    @ParameterizedTest
    @MethodSource("storiesOfThree")
    void F11_ofThreeRunsAtOnceTheNextIsRight(Story story) {
        TreeMap<String, String> expected = story.figures();
        Shop start = story.without(story.last(), story.last() - 1).run();
        story.deliver(start, story.last() - 1);
        boolean happened = true;
        for (int call = 18; happened; call += 17) {
            boolean happenedWithin = true;
            for (int within = 18; happened && happenedWithin; within += 19) {
                FailingShop first = FailingShop.copy(start);
                FailingShop second = FailingShop.beside(first.shop());
                Shop third = new Shop(first.shop());
                second.items().interruptAt(within, () -> {
                    story.deliver(third, story.last());
                    third.run();
                });
                first.items().interruptAt(call, () -> second.shop().run());
                first.shop().run();
                happened = first.items().happened();
                happenedWithin = second.items().happened();
                first.items().heal();
                second.items().heal();
                if (happened && happenedWithin) {
                    assertThat(first.shop().run().figures())
                            .as("the second before call %d, the third before its call %d", call, within)
                            .isEqualTo(expected);
                }
            }
        }
    }
}
