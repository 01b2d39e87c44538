package dev.cairn.bugs;

import java.util.List;

/** Whose each event is, which of its copies counts, and where an order does (I3, D1, D2, D3). */
final class PersonBugs {
    private static final String READER = "store/visitor/PersonReader";
    private static final String DAYS = "domain/person/PersonDays";
    private static final String OWNERS = "domain/person/DeviceOwnership";
    private static final String ORDER = "domain/order/OrderLedger";
    private static final String BATCH = "classify/VisitorBatch";
    private static final String DUPLICATES = "dev.cairn.rules.DuplicatesTest";
    private static final String IDENTITY = "dev.cairn.rules.IdentityOverTimeTest";
    private static final String ORDERS = "dev.cairn.rules.OrdersTest";

    private PersonBugs() {}

    /** D1. */
    static List<Bug> duplicates() {
        return List.of(
                Bug.named(
                                "corrected-times-claim-nothing",
                                "Copies of an event part near midnight.",
                                "A corrected time parts them anywhere.")
                        .in(BATCH, "add(StreamRecord, StoredEvent, LocalDate, Delivery, Site)")
                        .operand("adjusted")
                        .removed()
                        .caughtBy(DUPLICATES),
                Bug.named(
                                "midnight-claims-nothing",
                                "A time that was not corrected is the same in each copy.",
                                "Whose it is changes at midnight, for a visitor who is known for a day.")
                        .in(BATCH, "claims")
                        .comparison("startOf")
                        .is("false")
                        .in(BATCH, "claims")
                        .comparison("endOf")
                        .is("false")
                        .caughtBy(DUPLICATES),
                Bug.named(
                                "claim-told-to-oneself-only",
                                "Each visitor day is told of the claim when it is written.",
                                "The one that was there first is not written again, and goes on counting.")
                        .in("classify/FactWriter", "Write.claim")
                        .call("addClaimed")
                        .precededBy("if (!home.is(update.visitor, $p1.day())) { continue; }")
                        .caughtBy(DUPLICATES),
                Bug.named(
                                "first-claim-of-an-id-wins",
                                "Whoever claimed the id first has it.",
                                "Which copy counts is then decided by the order of arrival.")
                        .in("domain/event/EventIdLedger", "winnerOver")
                        .call("min")
                        .is("$on.findFirst()")
                        .in("domain/event/EventIdLedger", "without")
                        .call("changed.sort")
                        .removed()
                        .caughtBy(DUPLICATES),
                Bug.named(
                                "claims-not-looked-at",
                                "A person has each event once.",
                                "Of copies under two visitors each has one.")
                        .in(READER, "lost")
                        .body("return Map.of();")
                        .caughtBy(DUPLICATES),
                Bug.named(
                                "duplicates-of-one-day-only",
                                "A day's events are compared with each other.",
                                "A copy with another time may lie on another day.")
                        .in(DAYS, "of")
                        .condition("size")
                        .alwaysFalse()
                        .caughtBy(DUPLICATES),
                Bug.named(
                                "last-received-copy-counts",
                                "What was heard last should know best.",
                                "Then the day of an event depends on retries.")
                        .in(DAYS, "countingElsewhere")
                        .comparison("compareTo")
                        .operator(">=")
                        .caughtBy(DUPLICATES),
                Bug.named(
                                "first-stored-copy-kept",
                                "Copies are the same event, so any of them will do.",
                                "Those that differ count by when they were received, not by when they were stored.")
                        .in("domain/visit/VisitorDay", "kept(List<StoredEvent>)")
                        .body("return $p1.getFirst();"),
                Bug.named(
                                "marker-of-a-copy-counts",
                                "Of several visitor days that keep an id the smallest copy counts.",
                                "A copy that counts elsewhere is the marker of one, and must never count.")
                        .in("domain/person/PersonDay", "one")
                        .call("min")
                        .argument(1)
                        .is("Comparator.comparing(StoredEvent::copy)"));
    }

    /** I3. */
    static List<Bug> identities() {
        return List.of(
                Bug.named(
                                "latest-identify-owns-all",
                                "The device is the one's who identified last.",
                                "What another user did on it before becomes theirs.")
                        .in(OWNERS, "ownerAt")
                        .condition("owner")
                        .alwaysTrue()
                        .caughtBy(IDENTITY),
                Bug.named(
                                "first-identify-not-backwards",
                                "Before anybody identified, the device stood for itself.",
                                "I3 gives that time to the first user.")
                        .in(OWNERS, "ownerAt")
                        .operand("owner", "null")
                        .removed()
                        .in(OWNERS, "of")
                        .call("new Ownership")
                        .is("each")
                        .caughtBy(IDENTITY),
                Bug.named(
                                "identify-of-a-copy-that-counts-elsewhere",
                                "An event with a user and a device identifies the device.",
                                "One that counts as another visitor's identifies nothing.")
                        .in(READER, "owners(VisitorKey, Set<Id>)")
                        .operand("elsewhere")
                        .removed()
                        .caughtBy(IDENTITY),
                Bug.named(
                                "devices-of-a-user-not-read",
                                "A user's events are kept under the user.",
                                "Those from before the login are kept under the device.")
                        .in(READER, "devices")
                        .call("forEach")
                        .removed()
                        .caughtBy(IDENTITY),
                Bug.named(
                                "owned-device-counts-itself",
                                "A device's events are the device's.",
                                "A device that belongs to users has none of its own, and they count twice.")
                        .in("domain/person/PersonDay", "OwnedVisitorDay.ownedBy")
                        .call("filter")
                        .removed()
                        .caughtBy(IDENTITY),
                Bug.named(
                                "user-and-device-count-twice",
                                "Each visitor day has each event once.",
                                "One that was sent for the device and for the user is one event.")
                        .in("domain/person/PersonDay", "of(VisitorKey, Collection<OwnedVisitorDay>)")
                        .call("computeIfAbsent")
                        .argument(1)
                        .is("new EventHash(kept.event().id().bits() + home.visitor().hashCode())")
                        .caughtBy(IDENTITY),
                Bug.named(
                                "connected-days-not-looked-at",
                                "A visitor day has all events of its day.",
                                "What the visitor did on others is in their index.")
                        .in(READER, "take")
                        .condition("connected")
                        .alwaysTrue()
                        .caughtBy("dev.cairn.rules.FunnelDaysTest"));
    }

    /** D2 and D3. */
    static List<Bug> orders() {
        return List.of(
                Bug.named(
                                "contenders-not-read",
                                "A person's orders are in the person's events.",
                                "Somebody else may have named the order first.")
                        .in(READER, "others")
                        .condition("isEmpty")
                        .alwaysTrue()
                        .caughtBy(ORDERS),
                Bug.named(
                                "contender-is-the-device",
                                "The order's item says under whom the event is kept.",
                                "Whose it is, is for the device's identifies to say.")
                        .in(READER, "persons")
                        .call("users")
                        .is("VisitorIndex.EMPTY.users()"),
                Bug.named(
                                "day-of-a-visitorless-order-forgotten",
                                "An event without a visitor has one day.",
                                "Copies of it with corrected times may lie on several.")
                        .in(READER, "others")
                        .call("knownIndexes.merge")
                        .is("knownIndexes.putIfAbsent($1, $2)")
                        .caughtBy("dev.cairn.rules.ProtocolTest"),
                Bug.named(
                                "first-read-order-counts",
                                "Contenders are added in order, so the first one is the first.",
                                "In the order in which persons happen to be read.")
                        .in(ORDER, "with(Contender)")
                        .call("changed.sort")
                        .removed()
                        .in(ORDER, "contendersOf")
                        .call("sorted")
                        .removed()
                        .caughtBy(ORDERS),
                Bug.named(
                                "order-of-nobody-counts-first",
                                "The earliest event of an order counts.",
                                "One without a visitor comes last however early it is (D2).")
                        .in(ORDER, "FIRST_COUNTS")
                        .comparison("NONE")
                        .is("false")
                        .caughtBy(ORDERS),
                Bug.named("one-goal-takes-the-order", "An order counts once.", "Once for each goal that counts orders.")
                        .in(ORDER, "contendersOf")
                        .call("filter")
                        .removed()
                        .caughtBy(ORDERS),
                Bug.named(
                                "browsers-amount-counts",
                                "The event that counts has the amount.",
                                "A server key's amount is worth more than a browser's.")
                        .in(ORDER, "sold")
                        .operand("server")
                        .is("false")
                        .caughtBy(ORDERS),
                Bug.named(
                                "refund-that-uses-the-order-up-keeps-it",
                                "An order that is worth nothing is an order.",
                                "When refunds reach its value, it is removed (D3).")
                        .in(ORDER, "isRemoved")
                        .comparison("signum")
                        .operator("<")
                        .caughtBy(ORDERS),
                Bug.named(
                                "refund-of-others-ignored",
                                "Whoever bought asks for the refund.",
                                "The shop's server reports it, for nobody or for another visitor.")
                        .in("domain/person/OrderLedgers", "claim")
                        .condition("refund")
                        .is("$it && $p1.linkable()")
                        .in("domain/person/OrderLedgers", "claim")
                        .begins("if ($p3.refund() && !$p1.linkable()) { return OrderLedger.empty(); }")
                        .caughtBy(ORDERS),
                Bug.named(
                                "refund-in-another-currency-subtracted",
                                "A refund is subtracted from the order.",
                                "Only in the order's currency; dollars are not taken from euros.")
                        .in(ORDER, "afterRefunds")
                        .operand("currency")
                        .removed()
                        .caughtBy(ORDERS));
    }
}
