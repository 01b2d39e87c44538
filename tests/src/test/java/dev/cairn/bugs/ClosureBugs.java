package dev.cairn.bugs;

import java.util.List;

/** Bugs in determining which places may change with some facts (rules B2 and B12). */
final class ClosureBugs {
    private static final String CLOSURE = "facts/AffectedBuckets";
    private static final String PROTOCOL = "dev.cairn.rules.ProtocolTest";

    private ClosureBugs() {}

    /** B2: all visitors connected with the visitors of the facts, and all who have a part in their orders. */
    static List<Bug> connections() {
        return List.of(
                Bug.named(
                                "b2-own-places-only",
                                "A delivery changes the days its events are kept under.",
                                "Another visitor loses the order, and other days of the same visitor change with it.")
                        .in(CLOSURE, "of")
                        .body(
                                "Set<BucketKey> own = new HashSet<>(); $p1.forEach(day -> own.add(facts.days().place(day))); return own;")
                        .caughtBy(PROTOCOL),
                Bug.named(
                                "b2-no-contenders",
                                "A visitor's order changes that visitor's conversions.",
                                "Whoever had the order before keeps the conversion, so it counts twice.")
                        .in(CLOSURE, "of")
                        .call("orders", 2)
                        .is("java.util.Map.<String, Set<Id>>of()")
                        .caughtBy(PROTOCOL),
                Bug.named(
                                "b2-no-users-of-a-device",
                                "A device's event is kept under the device, so the device's day changes.",
                                "The event is counted under the user who owns the device, and that day is not marked.")
                        .in(CLOSURE, "places")
                        .call("forEach")
                        .removed()
                        .in(CLOSURE, "group")
                        .call("connected")
                        .is(
                                "$it.stream().filter(other -> other.link() == dev.cairn.domain.event.LinkLevel.DEVICE).toList()")
                        .caughtBy(PROTOCOL),
                Bug.named(
                                "b2-no-devices-of-a-user",
                                "A user's event changes the user's days.",
                                "What the user did on a device is counted on the device's days, and may change with it.")
                        .in(CLOSURE, "group")
                        .call("connected")
                        .is(
                                "$it.stream().filter(other -> other.link() == dev.cairn.domain.event.LinkLevel.USER).toList()")
                        .caughtBy(PROTOCOL),
                Bug.named(
                                "b2-one-step-only",
                                "From an event to those it names is one step.",
                                "From a device it is two to the other devices of its user, whose days change as well.")
                        .in(CLOSURE, "STEPS")
                        .is("1")
                        .caughtBy(PROTOCOL),
                Bug.named(
                                "b2-contenders-person-not-looked-up",
                                "The order's item names the contender's day, so that day is marked.",
                                "The contender may be a user's device, and funnels of the user's other days lose their last step.")
                        .in(CLOSURE, "of")
                        .call("group", 2)
                        .precededBy("read($1);")
                        .in(CLOSURE, "of")
                        .call("group", 2)
                        .is("$1")
                        .caughtBy(PROTOCOL),
                Bug.named(
                                "b2-orders-of-own-events-only",
                                "Only the orders that the delivery names can change.",
                                "An identify makes two copies of one event one, and an order on another day passes to its next contender.")
                        .in(CLOSURE, "of")
                        .call("facts.orders")
                        .argument(1)
                        .is("$p1")
                        .caughtBy(PROTOCOL));
    }

    /** B12: the reach of an event that names no order and identifies no user. */
    static List<Bug> reach() {
        return List.of(
                Bug.named(
                                "b12-copy-on-another-day-not-looked-for",
                                "An event without an order changes its own day and what hangs on it.",
                                "A copy of it on another day may count no more, and that day is not marked.")
                        .in(CLOSURE, "ofEvents")
                        .condition("isElsewhere")
                        .alwaysFalse()
                        .caughtBy(PROTOCOL),
                Bug.named(
                                "b12-copy-of-an-order-event-touches-nothing",
                                "An event without an order has no part in one.",
                                "It may be a copy of one that has, and the copy that counts decides whether the order does.")
                        .in("classify/FactWriter", "Write.addToOrders")
                        .call("anyMatch")
                        .is("copy.order() != null")
                        .caughtBy(PROTOCOL),
                Bug.named(
                                "b12-entry-days-before-not-marked",
                                "An event changes its day and later ones.",
                                "A funnel counts on the day it was entered, which may be days before its last step.")
                        .in(CLOSURE, "changed")
                        .call("minusDays")
                        .removed()
                        .caughtBy("dev.cairn.rules.FunnelDaysTest"),
                Bug.named(
                                "b12-only-last-steps-reach",
                                "Only the last step of a funnel converts the entries of earlier days.",
                                "Each step but the first takes them further, and what was lost after it changes.")
                        .in("plan/version/EventReach", "and")
                        .call("subList")
                        .argument(1)
                        .is("funnel.steps().size() - 1")
                        .caughtBy("dev.cairn.rules.ClosingsTest"),
                Bug.named(
                                "b12-later-days-not-marked",
                                "What comes late changes the day it belongs to and the entries before it.",
                                "A visit goes on over midnight, and visit frequencies of later days count it.")
                        .in(CLOSURE, "changed")
                        .call("isBefore")
                        .is("($it || $on.isAfter($p1))")
                        .caughtBy("dev.cairn.rules.VisitsTest"),
                Bug.named(
                                "b12-late-event-is-no-step",
                                "An event that no funnel looks at changes no entry.",
                                "One that comes late changes visit frequencies of later days, and so the steps these meet.")
                        .in(CLOSURE, "changed")
                        .call("anyMatch")
                        .is("false")
                        .caughtBy("dev.cairn.rules.RacesTest"));
    }
}
