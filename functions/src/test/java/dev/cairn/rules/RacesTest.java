package dev.cairn.rules;

import static dev.cairn.rules.Sent.ANNA;
import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.LinkLevel;
import dev.cairn.domain.VisitorKey;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * G5 and F11 where two are at work at once: between any two calls of the one, all that the other does. In whatever order
 * they come to it, the figures in the end are those of one after the other.
 */
class RacesTest {
    private static final String PLAN = """
            goals:
              look: {tier: micro, kind: milestone, match: {event: look}}
              regular: {tier: micro, kind: secondary, match: {event: like, visit_frequency: {min: 3}}}
              buy: {tier: macro, match: {event: buy}, count: order, value: event}
            funnels:
              sale: {steps: [look, buy], window: 5d}
              fan: {steps: [look, regular], window: 5d}
            """;
    private static final VisitorKey CARL = new VisitorKey(LinkLevel.USER, "carl");

    /** What was there before, and two batches that come at once. */
    private record Race(String name, List<Sent> before, List<Sent> one, List<Sent> other) {
        Race swapped() {
            return new Race(name + ", the other way round", before, other, one);
        }

        static void deliver(Shop shop, List<Sent> batch) {
            shop.send(batch.toArray(Sent[]::new));
        }

        TreeMap<String, String> oneAfterTheOther() {
            Shop shop = new Shop(PLAN);
            List.of(before, one, other).forEach(batch -> deliver(shop, batch));
            return shop.run().figures();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Race> races() {
        return Stream.of(
                        new Race(
                                "a visitor's day",
                                List.of(),
                                List.of(event("look", "2026-03-09T10:00Z")),
                                List.of(event("buy", "2026-03-09T11:00Z"))),
                        new Race(
                                "two days of a visitor",
                                List.of(event("look", "2026-03-06T10:00Z")),
                                List.of(event("look", "2026-03-08T10:00Z")),
                                List.of(event("buy", "2026-03-09T10:00Z").order("o"))),
                        new Race(
                                "a day and one before it that it depends on",
                                List.of(event("like", "2026-03-05T10:00Z"), event("look", "2026-03-08T10:00Z")),
                                List.of(event("look", "2026-03-06T10:00Z")),
                                List.of(event("like", "2026-03-08T10:05Z"))),
                        new Race(
                                "a day and one long before it that it depends on",
                                List.of(event("like", "2026-03-01T10:00Z"), event("like", "2026-03-09T10:00Z")),
                                List.of(event("look", "2026-03-09T10:05Z")),
                                List.of(event("look", "2026-02-20T10:00Z"))),
                        new Race(
                                "a visit over midnight",
                                List.of(event("look", "2026-03-09T10:00Z")),
                                List.of(event("look", "2026-03-08T23:50Z").url("https://x.example/?utm_source=news")),
                                List.of(event("look", "2026-03-09T00:05Z"))),
                        new Race(
                                "an order of two visitors",
                                List.of(
                                        event("look", "2026-03-08T10:00Z"),
                                        event("look", "2026-03-07T10:00Z").by(BOB)),
                                List.of(event("buy", "2026-03-09T12:00Z")
                                        .order("o")
                                        .value("12")),
                                List.of(event("buy", "2026-03-09T11:00Z")
                                        .by(BOB)
                                        .order("o")
                                        .value("11"))),
                        new Race(
                                "an order and its refund",
                                List.of(event("look", "2026-03-08T10:00Z")),
                                List.of(event("buy", "2026-03-09T12:00Z")
                                        .order("o")
                                        .value("12")),
                                List.of(event("buy", "2026-03-10T11:00Z")
                                        .by(BOB)
                                        .order("o")
                                        .refund())),
                        new Race(
                                "a device and its user",
                                List.of(event("look", "2026-03-07T10:00Z")),
                                List.of(identify("2026-03-08T10:00Z", BOB)),
                                List.of(event("buy", "2026-03-09T10:00Z").order("o"))),
                        new Race(
                                "two users of a device",
                                List.of(event("look", "2026-03-07T10:00Z"), event("look", "2026-03-09T10:00Z")),
                                List.of(identify("2026-03-06T10:00Z", BOB)),
                                List.of(identify("2026-03-08T10:00Z", CARL))),
                        new Race(
                                "copies of an event on two days",
                                List.of(event("look", "2026-03-04T10:00Z")),
                                List.of(copy("2026-03-05T10:00Z", 1).received("2026-03-06T11:00Z")),
                                List.of(copy("2026-03-06T10:00Z", 2).received("2026-03-06T12:00Z"))),
                        new Race(
                                "copies of an event of two visitors",
                                List.of(
                                        event("look", "2026-03-05T09:00Z"),
                                        event("look", "2026-03-05T09:00Z").by(BOB)),
                                List.of(copy("2026-03-05T10:00Z", 1).adjusted()),
                                List.of(copy("2026-03-05T10:05Z", 1).adjusted().by(BOB))))
                .flatMap(race -> Stream.of(race, race.swapped()));
    }

    static Stream<Race> someRaces() {
        return races().filter(race -> race.name().matches("a visitor's day|two days of a visitor|an order of two .*"));
    }

    private static Sent identify(String at, VisitorKey user) {
        return event("identify", at).by(user).on(ANNA);
    }

    private static Sent copy(String at, long content) {
        return event("like", at).id("copied").content(content);
    }

    @ParameterizedTest
    @MethodSource("races")
    void G5_ofTwoClassifiersAtOnceNothingIsLost(Race race) {
        beforeEachCall(race, List.of(race.before()), race.one(), beside -> Race.deliver(beside, race.other()));
    }

    /**
     * It began before the batch was handed out once more, and was thought dead. The batch was split, and its first part
     * is done already.
     */
    @ParameterizedTest
    @MethodSource("races")
    void G5_whoGoesOnWithABatchThatAnotherHasNowAndDiesOfItLosesNothing(Race race) {
        TreeMap<String, String> expected = race.oneAfterTheOther();
        boolean happened = true;
        for (int call = 1; happened; call += 4) {
            boolean died = true;
            for (int callOfTheOther = 1; died; callOfTheOther += 6) {
                Broken broken = Broken.create(PLAN);
                Shop shop = broken.shop();
                Race.deliver(shop, race.before());
                List<byte[]> firstPart = race.one().stream().map(shop::record).toList();
                shop.deliver(firstPart).run();
                List<byte[]> batch = race.other().stream().map(shop::record).toList();
                Broken thoughtDead = Broken.beside(shop);
                thoughtDead.items().dieAt(callOfTheOther);
                shop.deliver(firstPart);
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

    @ParameterizedTest
    @MethodSource("someRaces")
    void F11_aRunBetweenAnyTwoCallsOfAClassifierForgetsNothing(Race race) {
        beforeEachCall(race, List.of(race.before(), race.one()), race.other(), Shop::run);
    }

    /** What happens beside it happens before the batch's first call, then before its second, and in the end after all. */
    private static void beforeEachCall(Race race, List<List<Sent>> before, List<Sent> batch, Consumer<Shop> happens) {
        TreeMap<String, String> expected = race.oneAfterTheOther();
        boolean happened = true;
        for (int call = 1; happened; call++) {
            Broken broken = Broken.create(PLAN);
            before.forEach(each -> Race.deliver(broken.shop(), each));
            Shop beside = new Shop(broken.shop());
            broken.items().interruptAt(call, () -> happens.accept(beside));
            Race.deliver(broken.shop(), batch);
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
}
