package dev.cairn.bugs;

import java.util.List;

/** Bugs in flags: a visitor day that cannot be interpreted on its own is flagged as connected (rule B4). */
final class ConnectedDayBugs {
    private static final String FACTS = "facts/FactStore";
    private static final String WRITER = "classify/FactWriter";
    private static final String ADD = "addToIndex(Site, VisitorKey, VisitorIndexStore.Loaded, VisitorIndex, LocalDate)";
    private static final String PROTOCOL = "dev.cairn.rules.ProtocolTest";
    private static final String IDENTITY = "dev.cairn.rules.IdentityOverTimeTest";

    private ConnectedDayBugs() {}

    static List<Bug> all() {
        return List.of(
                Bug.named(
                                "b4-no-flag",
                                "The index says which days belong together, so the days need not say it again.",
                                "The aggregator understands a day without the flag by itself and reads no index for it.")
                        .in(FACTS, "connectedDays")
                        .body("return new TreeSet<>(Id.ORDER);")
                        .caughtBy("dev.cairn.rules.FunnelDaysTest"),
                Bug.named(
                                "b4-flag-after-the-index",
                                "The index is what counts, so it is written first and the flags follow.",
                                "A process that dies between leaves an index that seems complete, and the repeat puts no flag.")
                        .in(FACTS, ADD)
                        .call("days.flagConnected")
                        .removed()
                        .in(FACTS, ADD)
                        .call("indexes.put")
                        .is("($it && flagged(connected, site))")
                        .in(FACTS, ADD)
                        .besides("""
                                private boolean flagged(Set<Id> connected, Site site) {
                                    days.flagConnected(connected, site::forgets);
                                    return true;
                                }
                                """)
                        .caughtBy(PROTOCOL),
                Bug.named(
                                "b4-only-events-flag-for-users",
                                "A device's event flags the user's day, so an identify need not flag the days of events.",
                                "Events that came before the identify found no user to flag for.")
                        .in(FACTS, ADD)
                        .call("days.flagConnected")
                        .precededBy("if (!$p4.users().isEmpty()) { $1.removeIf(each -> !each.visitor().equals($p2)); }")
                        .caughtBy(IDENTITY),
                Bug.named(
                                "b4-only-identifies-flag-for-users",
                                "An identify flags the user's days, so an event of the device need not.",
                                "The identify knows no days that come after it.")
                        .in(FACTS, ADD)
                        .call("days.flagConnected")
                        .precededBy("if ($p4.users().isEmpty()) { $1.removeIf(each -> !each.visitor().equals($p2)); }")
                        .caughtBy(IDENTITY),
                Bug.named(
                                "b4-page-before-a-new-page-not-looked-at",
                                "The day was read a moment ago, so it is known whether it is flagged.",
                                "A full page can be flagged without the writer of the next page noticing; it marks its own day only.")
                        .in("store/visitor/VisitorDayStore", "append")
                        .call("isConnected")
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
                                "b4-connected-days-not-reached",
                                "An event without an order or a device changes its own day.",
                                "Other days of a returning visitor change with it, and the flag says that there are some.")
                        .in(WRITER, "Write.result")
                        .condition("connected")
                        .alwaysFalse()
                        .caughtBy("dev.cairn.rules.FunnelDaysTest"));
    }
}
