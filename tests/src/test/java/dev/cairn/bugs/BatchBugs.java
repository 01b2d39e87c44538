package dev.cairn.bugs;

import java.util.List;

/** Bugs in which records of a batch are done, and which are redelivered. */
final class BatchBugs {
    private static final String BATCH = "classify/BatchClassifier";
    private static final String WRITER = "classify/FactWriter";
    private static final String BATCHES = "dev.cairn.rules.BatchTest";

    private BatchBugs() {}

    static List<Bug> all() {
        return List.of(
                Bug.named(
                                "highest-failed-sequence",
                                "A batch that failed in two places is reported at one of them.",
                                "At the higher one, and the lower one never comes again.")
                        .in(BATCH, "lower")
                        .call("one.min")
                        .is("$on.max($1)"),
                Bug.named(
                                "failed-visitor-not-reported",
                                "The failure is logged, and the other visitors go on.",
                                "The batch counts as done without that visitor.")
                        .in(BATCH, "classifyVisitors")
                        .call("report", 1)
                        .followedBy("if (!batch.updates().isEmpty()) { continue; }"),
                Bug.named(
                                "record-dropped-after-a-failure",
                                "A record that cannot be taken up now is logged, and the next one is taken up.",
                                "It never comes again.")
                        .in(BATCH, "classify")
                        .call("report")
                        .followedBy("if (!records.isEmpty()) { continue; }"),
                Bug.named(
                                "progress-past-a-failure",
                                "The whole batch was read, so all of it is shown as arrived.",
                                "What failed comes again and counts twice in the running day.")
                        .in("classify/StreamProgress", "advance")
                        .operand("position")
                        .alwaysTrue()
                        .caughtBy(BATCHES),
                Bug.named(
                                "lost-race-taken-as-done",
                                "A put that is refused means that somebody wrote the day, so it is written.",
                                "Not with these events.")
                        .in(WRITER, "Write.append")
                        .call("append")
                        .is("Optional.of($it.orElse($2))")
                        .caughtBy("dev.cairn.rules.RacesTest"),
                Bug.named(
                                "poison-holds-up-the-others",
                                "A failure is a failure, so the record comes again.",
                                "A mistake of ours meets it each time, and nothing behind it is ever classified.")
                        .in("classify/FailureKind", "isPermanent")
                        .call("anyMatch")
                        .is("false")
                        .caughtBy("dev.cairn.faults.PoisonTest"),
                Bug.named(
                                "no-room-for-one-is-none-for-all",
                                "A visitor's day has room for so many events.",
                                "A browser that fills it then keeps the shop's own server from being heard (section 2).")
                        .in(WRITER, "Write.sort")
                        .call("day.size")
                        .is("day.size()")
                        .caughtBy("dev.cairn.rules.HostileTest"));
    }
}
