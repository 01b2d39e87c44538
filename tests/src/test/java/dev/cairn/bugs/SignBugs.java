package dev.cairn.bugs;

import java.util.List;

/** A visitor day that cannot be understood by itself has a sign (rule B4). */
final class SignBugs {
    private static final String FACTS = "facts/FactStore";
    private static final String WRITER = "classify/FactWriter";
    private static final String ADD = "addToIndex(Site, VisitorKey, VisitorIndexStore.Loaded, VisitorIndex, LocalDate)";
    private static final String PROTOCOL = "dev.cairn.rules.ProtocolTest";
    private static final String IDENTITY = "dev.cairn.rules.IdentityOverTimeTest";

    private SignBugs() {}

    static List<Bug> all() {
        return List.of(
                Bug.named(
                                "b4-no-sign",
                                "The index says which days belong together, so the days need not say it again.",
                                "The aggregator understands an unsigned day by itself and reads no index for it.")
                        .in(FACTS, "signs")
                        .body("return new TreeSet<>(Id.ORDER);")
                        .caughtBy("dev.cairn.rules.FunnelDaysTest"),
                Bug.named(
                                "b4-sign-after-the-index",
                                "The index is what counts, so it is written first and the signs follow.",
                                "A process that dies between leaves an index that seems complete, and the repeat puts no sign.")
                        .in(FACTS, ADD)
                        .call("days.sign")
                        .removed()
                        .in(FACTS, ADD)
                        .call("indexes.put")
                        .is("($it && signed(signs, site))")
                        .in(FACTS, ADD)
                        .besides("""
                                private boolean signed(Set<Id> signs, Site site) {
                                    days.sign(signs, site::forgets);
                                    return true;
                                }
                                """)
                        .caughtBy(PROTOCOL),
                Bug.named(
                                "b4-only-events-sign-for-users",
                                "A device's event signs the user's day, so an identify need not sign the days of events.",
                                "Events that came before the identify found no user to sign for.")
                        .in(FACTS, ADD)
                        .call("days.sign")
                        .precededBy("if (!$p4.users().isEmpty()) { $1.removeIf(each -> !each.visitor().equals($p2)); }")
                        .caughtBy(IDENTITY),
                Bug.named(
                                "b4-only-identifies-sign-for-users",
                                "An identify signs the user's days, so an event of the device need not.",
                                "The identify knows no days that come after it.")
                        .in(FACTS, ADD)
                        .call("days.sign")
                        .precededBy("if ($p4.users().isEmpty()) { $1.removeIf(each -> !each.visitor().equals($p2)); }")
                        .caughtBy(IDENTITY),
                Bug.named(
                                "b4-page-before-a-new-page-not-looked-at",
                                "The day was read a moment ago, so it is known whether it is signed.",
                                "A full page can be signed without the writer of the next page noticing; it marks its own day only.")
                        .in("store/visitor/VisitorDayStore", "append")
                        .call("isSigned")
                        .is("false")
                        .caughtBy(PROTOCOL),
                Bug.named(
                                "b4-index-after-the-page",
                                "An index should name only days that have something, so it is written after the page.",
                                "A process that dies between leaves a day that seems to be named, and no index names it.")
                        .in(WRITER, "Write.addToDay")
                        .operand("name")
                        .is("false")
                        .in(WRITER, "Write.addToDay")
                        .call("append")
                        .is("($it && (index == null || name($1) || true))")
                        .caughtBy(PROTOCOL),
                Bug.named(
                                "b4-signed-days-not-reached",
                                "An event without an order or a device changes its own day.",
                                "Other days of a returning visitor change with it, and the sign says that there are some.")
                        .in(WRITER, "Write.result")
                        .condition("signed")
                        .alwaysFalse()
                        .caughtBy("dev.cairn.rules.FunnelDaysTest"));
    }
}
