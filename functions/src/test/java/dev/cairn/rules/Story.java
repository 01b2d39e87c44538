package dev.cairn.rules;

import static dev.cairn.rules.Sent.ANNA;
import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.event;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.bucket.DayBuckets;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A few connected deliveries, and the events before them. Named scenarios are those of the protocol checker, where a
 * visitor is a letter: {@code d} and {@code g} are devices, {@code u} and {@code w} users.
 *
 * @param deliveries each a separate batch, always with the same bytes
 */
record Story(String name, String plan, List<Sent> before, List<Sent> deliveries) {
    private static final String VISITS = """
            goals:
              look: {tier: micro, kind: milestone, match: {event: look}}
              regular: {tier: micro, kind: secondary, match: {event: like, visit_frequency: {min: 3}}}
              buy: {tier: macro, match: {event: buy}, count: order, value: event}
            funnels:
              sale: {steps: [look, buy], window: 5d}
              fan: {steps: [look, regular], window: 5d}
            """;
    /** No step depends on visits, so that an event affects no more than necessary. */
    static final String ORDERS = """
            goals:
              look: {tier: micro, kind: milestone, match: {event: look}}
              buy: {tier: macro, match: {event: buy}, count: order, value: event}
            funnels:
              sale: {steps: [look, buy], window: 5d}
            """;

    private static final VisitorKey CARL = new VisitorKey(LinkLevel.USER, "carl");

    /** As in the checker: the visitors of each group share a bucket. */
    static final VisitorKey A = in(3, LinkLevel.DEVICE, "a");

    static final VisitorKey B = in(8, LinkLevel.DEVICE, "b");
    static final VisitorKey D = in(3, LinkLevel.DEVICE, "d");
    static final VisitorKey G = in(8, LinkLevel.DEVICE, "g");
    static final VisitorKey U = in(8, LinkLevel.USER, "u");
    static final VisitorKey W = in(3, LinkLevel.USER, "w");

    Story {
        for (int i = 0; i < deliveries.size(); i++) {
            deliveries.get(i).delivery("story-" + i);
        }
    }

    /** A visitor with this name whose events are in this bucket. */
    static VisitorKey in(int bucket, LinkLevel link, String name) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> new VisitorKey(link, name + i))
                .filter(each -> DayBuckets.of(each, DayBuckets.UNPREPARED) == bucket)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return name;
    }

    int last() {
        return deliveries.size() - 1;
    }

    /** A shop that received everything except these deliveries, in this order. */
    Shop without(Integer... missing) {
        Shop shop = new Shop(plan);
        if (!before.isEmpty()) {
            shop.send(before.toArray(Sent[]::new));
        }
        for (int i = 0; i < deliveries.size(); i++) {
            if (!List.of(missing).contains(i)) {
                deliver(shop, i);
            }
        }
        return shop;
    }

    void deliver(Shop shop, int delivery) {
        shop.deliver(batch(delivery));
    }

    List<byte[]> batch(int delivery) {
        return List.of(deliveries.get(delivery).record("never used"));
    }

    /** One after the other, then the very first run. */
    TreeMap<String, String> figures() {
        return without().run().figures();
    }

    static Stream<Story> all() {
        return Stream.concat(ofVisits(), ofTheChecker());
    }

    private static Story two(String name, List<Sent> before, Sent one, Sent other) {
        boolean visits = Stream.concat(before.stream(), Stream.of(one, other)).anyMatch(sent -> sent.isOf("like"));
        return new Story(name, visits ? VISITS : ORDERS, before, List.of(one, other));
    }

    private static Stream<Story> ofVisits() {
        return Stream.of(
                two("a visitor's day", List.of(), look("09T10:00"), event("buy", "2026-03-09T11:00Z")),
                two("two days of a visitor", List.of(look("06T10:00")), look("08T10:00"), buy("09T10:00")),
                two(
                        "a day and one before it that it depends on",
                        List.of(event("like", "2026-03-05T10:00Z"), look("08T10:00")),
                        look("06T10:00"),
                        event("like", "2026-03-08T10:05Z")),
                two(
                        "a day and one long before it that it depends on",
                        List.of(event("like", "2026-03-01T10:00Z"), event("like", "2026-03-09T10:00Z")),
                        look("09T10:05"),
                        event("look", "2026-02-20T10:00Z")),
                two(
                        "a visit over midnight",
                        List.of(look("09T10:00")),
                        look("08T23:50").url("https://x.example/?utm_source=news"),
                        look("09T00:05")),
                two(
                        "an order of two visitors",
                        List.of(look("08T10:00"), look("07T10:00").by(BOB)),
                        buy("09T12:00").value("12"),
                        buy("09T11:00").by(BOB).value("11")),
                two(
                        "an order and its refund",
                        List.of(look("08T10:00")),
                        buy("09T12:00").value("12"),
                        buy("10T11:00").by(BOB).refund()),
                two("a device and its user", List.of(look("07T10:00")), identify("08T10:00", BOB), buy("09T10:00")),
                two(
                        "two users of a device",
                        List.of(look("07T10:00"), look("09T10:00")),
                        identify("06T10:00", BOB),
                        identify("08T10:00", CARL)),
                two(
                        "copies of an event on two days",
                        List.of(look("04T10:00")),
                        like("05T10:00").received("2026-03-06T11:00Z"),
                        like("06T10:00").content(2).received("2026-03-06T12:00Z")),
                two(
                        "copies of an event of two visitors",
                        List.of(look("05T09:00"), look("05T09:00").by(BOB)),
                        like("05T10:00").adjusted(),
                        like("05T10:05").adjusted().by(BOB)));
    }

    private static Sent look(String at) {
        return event("look", "2026-03-" + at + "Z");
    }

    private static Sent buy(String at) {
        return event("buy", "2026-03-" + at + "Z").order("o");
    }

    private static Sent like(String at) {
        return event("like", "2026-03-" + at + "Z").id("copied").content(1);
    }

    private static Sent identify(String at, VisitorKey user) {
        return event("identify", "2026-03-" + at + "Z").by(user).on(ANNA);
    }

    private static Story of(String name, Sent... deliveries) {
        return new Story(name, ORDERS, List.of(), List.of(deliveries));
    }

    /** @param time on that day, in minutes: the checker's numbers give the order of events */
    static Sent on(int day, int time, VisitorKey who) {
        return event("look", "2026-03-0%dT10:%02dZ".formatted(4 + day, time)).by(who);
    }

    static Sent order(int day, int time, VisitorKey who, String order) {
        return event("buy", "2026-03-0%dT10:%02dZ".formatted(4 + day, time))
                .by(who)
                .order(order)
                .value("10");
    }

    /** A copy of the event x. @param received in the order of these numbers */
    static Sent x(Sent copy, int received) {
        return copy.id("x").content(received).received("2026-03-09T09:%02dZ".formatted(received));
    }

    private static Stream<Story> ofTheChecker() {
        return Stream.of(
                of("P1, one fact of one visitor", on(1, 1, A)),
                of("P2, an order of two visitors", order(1, 2, A, "O"), order(1, 1, B, "O")),
                of(
                        "P2b, an order of two visitors, one of whom has two days",
                        order(1, 2, A, "O"),
                        order(1, 1, B, "O"),
                        on(2, 3, A)),
                of("P3, identified late", on(1, 1, D), on(2, 2, U).on(D)),
                of(
                        "P3b, two users of a device",
                        on(1, 1, D),
                        on(2, 2, U).on(D),
                        on(2, 1, W).on(D)),
                of(
                        "P3c, a device with two days is identified",
                        on(1, 1, D),
                        on(3, 3, D),
                        on(2, 2, U).on(D)),
                of(
                        "P3d, a stranger in the bucket of the user",
                        on(1, 1, D),
                        on(2, 2, U).on(D),
                        on(1, 1, B)),
                of(
                        "P4, an identify makes a duplicate that loses an order to a third",
                        x(order(1, 1, D, "O"), 2),
                        x(on(2, 1, U).on(D), 1),
                        order(1, 5, B, "O")),
                of(
                        "P7, a chain of three facts",
                        order(3, 5, B, "O"),
                        x(order(1, 1, D, "O"), 2),
                        x(on(2, 1, U).on(D), 1)),
                of(
                        "P8, a chain over two devices and two orders",
                        order(1, 5, B, "O"),
                        x(order(1, 1, D, "O"), 1),
                        on(2, 1, U).on(D),
                        on(2, 2, U).on(G),
                        x(order(3, 2, G, "Q"), 2),
                        order(3, 9, W, "Q")),
                of(
                        "P9, a contender is a device with a user",
                        order(3, 2, G, "O"),
                        on(3, 2, W).on(G),
                        order(1, 1, B, "O")),
                of("P10, a visitor on two days, with an order", order(1, 1, A, "O"), on(2, 2, A)),
                of(
                        "P11, a plain copy on another day takes an order away",
                        x(order(1, 1, A, "O"), 2),
                        x(on(2, 2, A), 1),
                        order(3, 5, B, "O")),
                of(
                        "P12, returning, with a foreign order",
                        order(1, 2, A, "O"),
                        on(2, 3, A),
                        on(2, 4, A),
                        order(0, 1, B, "O")),
                of(
                        "P13, a plain copy of the same day takes an order away",
                        x(order(1, 1, A, "O"), 2),
                        x(on(1, 2, A), 1),
                        order(2, 5, B, "O")),
                of("S1, two days, of which the first is only named yet", on(1, 1, A), order(2, 2, A, "O")));
    }
}
