package dev.cairn.bugs;

import java.util.List;

/** Bugs in backfills, rebuilds and replays (rule B11 and R4 to R8). */
final class RestatementBugs {
    private static final String REPLAY = "dev.cairn.rules.ReplayTest";

    private RestatementBugs() {}

    static List<Bug> all() {
        return List.of(
                Bug.named(
                                "b11-lower-version-wins",
                                "Tags are made once, when the event is stored.",
                                "A backfill tags the event anew, and its version is the higher one.")
                        .in("domain/visit/VisitorDay", "addCopies")
                        .comparison("planVersion")
                        .operator(">")
                        .caughtBy("dev.cairn.model.BackfillTest"),
                Bug.named(
                                "b11-last-writer-wins",
                                "Whoever writes the tags knows the plan of now.",
                                "A process that does not know the backfill yet puts the old tags back.")
                        .in("domain/visit/VisitorDay", "addCopies")
                        .comparison("planVersion")
                        .operator("!=")
                        .caughtBy("dev.cairn.rules.ProtocolTest"),
                Bug.named(
                                "backfill-does-not-wait",
                                "The rule is stored, so everybody tags by it.",
                                "Processes know it only when their cache is over, and tag by the old version until then.")
                        .in("jobs/PropagationDelay", "isOver")
                        .call("isBefore")
                        .is("false")
                        .caughtBy("dev.cairn.rules.ProtocolTest"),
                Bug.named(
                                "backfilled-days-not-marked",
                                "The events that are tagged anew mark their days.",
                                "Days without such events change, too: averages and funnels hold for them now.")
                        .in("jobs/BackfillTask", "finish")
                        .call("marks.raise")
                        .removed()
                        .caughtBy("dev.cairn.model.BackfillTest"),
                Bug.named(
                                "last-batch-not-fed",
                                "Batches are handed over when they are full.",
                                "The last one hardly ever is.")
                        .in("jobs/ArchiveReplay", "fed")
                        .call("batch.classify")
                        .removed()
                        .caughtBy("dev.cairn.ErasureTest"),
                Bug.named(
                                "failed-record-of-the-past-passed-over",
                                "What cannot be classified now is reported, and the job goes on.",
                                "The job's position is behind it, so it never comes again.")
                        .in("classify/Reclassifier", "classify")
                        .condition("isPresent")
                        .alwaysFalse()
                        .caughtBy(REPLAY),
                Bug.named(
                                "replayed-entry-kept",
                                "The record is stored, and adding it again changes nothing.",
                                "It is counted as quarantined and as stored.")
                        .in("jobs/QuarantineReplayTask", "isDone")
                        .condition("done")
                        .alwaysFalse()
                        .caughtBy(REPLAY),
                Bug.named(
                                "entry-put-aside-again-deleted",
                                "The entry was handed to the classifier, so it can go.",
                                "The classifier put it aside again, in the same place.")
                        .in("jobs/QuarantineReplayTask", "isDone")
                        .operand("noneMatch")
                        .removed()
                        .caughtBy(REPLAY));
    }
}
