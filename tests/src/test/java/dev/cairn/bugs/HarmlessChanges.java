package dev.cairn.bugs;

import java.util.List;

/** Changes that look like bugs but are harmless: the guarantees do not depend on the changed line. */
final class HarmlessChanges {
    private HarmlessChanges() {}

    static List<Bug> all() {
        return List.of(
                Bug.harmless(
                                "mark-of-the-runs-own-epoch-cleared",
                                "A mark that was raised in the run's own epoch is left for the next run.",
                                "It was listed before anything was counted, and its facts were written before it.")
                        .in("aggregate/count/DayAggregator", "replaceRows")
                        .call("filter")
                        .removed()
                        .caughtBy("dev.cairn.rules.RunsTest"),
                Bug.harmless(
                                "everything-marked",
                                "The closure leaves out days that an event cannot change.",
                                "A mark too many costs a count and changes no figure.")
                        .in("facts/AffectedBuckets", "changed")
                        .body("return new TreeSet<>($p3);")
                        .caughtBy("dev.cairn.rules.RacesTest"),
                Bug.harmless(
                                "three-steps",
                                "Two steps lead from a device to the other devices of its users.",
                                "What is further away changes nothing; it is marked for nothing.")
                        .in("facts/AffectedBuckets", "STEPS")
                        .is("3")
                        .caughtBy("dev.cairn.rules.IdentityOverTimeTest"),
                Bug.harmless(
                                "visit-carried-over-any-night",
                                "A visit is carried to the day after, not to a later one.",
                                "Whether it goes on is decided by the 30 minutes, and a day between is longer.")
                        .in("domain/person/PersonTagger", "tag")
                        .condition("carriedTo")
                        .alwaysTrue()
                        .caughtBy("dev.cairn.rules.EngagementTest"),
                Bug.harmless(
                                "daily-visitors-visit-carried",
                                "The visits of a daily visitor are not carried over midnight.",
                                "A daily visitor has another name every day, so there is no day to carry them to.")
                        .in("domain/person/PersonTagger", "tag")
                        .call("linkable", 2)
                        .is("true")
                        .caughtBy("dev.cairn.rules.VisitsTest"),
                Bug.harmless(
                                "every-row-put",
                                "Only rows that differ are put.",
                                "The figures are the same; it costs a write and says a newer as_of (F10).")
                        .in("aggregate/count/DayAggregator", "replaceRows")
                        .call("head.unfinished")
                        .is("true")
                        .caughtBy("dev.cairn.rules.OvertakenRunsTest"),
                Bug.harmless(
                                "facts-in-another-order",
                                "Orders are written before ids are claimed.",
                                "Facts may be written in any order (B1), as long as the closure is read after the last one.")
                        .in("classify/FactWriter", "write")
                        .call("claimIds")
                        .movedBefore("addToOrders")
                        .caughtBy("dev.cairn.rules.DuplicatesTest"));
    }
}
