package dev.cairn.bugs;

import java.util.List;

/** Bugs in erasures: facts, then closure, then marks, all repeated; pointers last (rule B10). */
final class ErasureBugs {
    private static final String WORK = "jobs/ErasureTask";
    private static final String ERASER = "jobs/VisitorEraser";
    private static final String ERASURE = "dev.cairn.ErasureTest";
    private static final String PROTOCOL = "dev.cairn.rules.ProtocolTest";

    private ErasureBugs() {}

    static List<Bug> all() {
        return List.of(
                Bug.named(
                                "b10-pointers-removed-with-the-events",
                                "What points at erased events points at nothing, so it goes with them.",
                                "The closure finds nobody without it, and a late writer's event cannot be found by the second pass.")
                        .in(WORK, "sweep")
                        .call("eraser.remove")
                        .followedBy("eraser.tidy($1, $2, trace);")
                        .caughtBy(ERASURE),
                Bug.named(
                                "b10-closure-before-the-removal",
                                "What the events reach is known best while they are there.",
                                "Whoever comes in between is counted without the order, and is not among the places.")
                        .in(WORK, "sweep")
                        .call("eraser.remove")
                        .precededBy(
                                "Set<dev.cairn.store.bucket.DirtyBuckets.BucketKey> early = eraser.reach($1, $2, trace);")
                        .in(WORK, "sweep")
                        .call("eraser.reach")
                        .is("early")
                        .caughtBy(PROTOCOL),
                Bug.named(
                                "b10-marks-before-the-removal",
                                "The days are marked first, so that nothing is forgotten.",
                                "A run in between counts the events that are still there and clears the marks.")
                        .in(WORK, "sweep")
                        .call("eraser.reach")
                        .movedBefore("eraser.remove")
                        .caughtBy(PROTOCOL),
                Bug.named(
                                "b10-trace-not-noted",
                                "The trace is found again when the erasure goes on.",
                                "Orders and ids are found by the events, and these are gone when it goes on.")
                        .in(WORK, "with(Job, Trace)")
                        .body("return job;")
                        .caughtBy(ERASURE),
                Bug.named(
                                "b10-tombstone-not-looked-at",
                                "An erased visitor does not come back within a batch.",
                                "A browser sends again what it sent, and so does whoever replays or rebuilds.")
                        .in("classify/FactWriter", "Write.erased(Loaded, List<StoredEvent>)")
                        .call("filter")
                        .argument(1)
                        .is("copy -> false")
                        .caughtBy(ERASURE),
                Bug.named(
                                "b10-days-not-flagged-for-the-tombstone",
                                "The tombstone is in the visitor's index, where every writer finds it.",
                                "A writer to a day that has something and is not flagged does not read the index.")
                        .in(ERASER, "entomb(Site, VisitorKey, Tombstone)")
                        .call("facts.flagConnected")
                        .removed()
                        .caughtBy(ERASURE),
                Bug.named(
                                "b10-devices-have-no-tombstone",
                                "The user is erased, so the user's name has the tombstone.",
                                "What the user did on a device is kept under the device, and comes back there.")
                        .in(ERASER, "entomb(Site, Set<VisitorKey>, Set<VisitorKey>, long)")
                        .condition("DEVICE")
                        .alwaysFalse()
                        .caughtBy(ERASURE),
                Bug.named(
                                "b10-no-second-pass",
                                "The first pass removed everything.",
                                "A writer that read no tombstone may have written after it.")
                        .in(WORK, "run")
                        .call("sweep", 2)
                        .is("now")
                        .caughtBy(PROTOCOL),
                Bug.named(
                                "b10-nothing-waits-for-writers",
                                "Two passes follow each other, so the second finds what came during the first.",
                                "A writer that read no tombstone is at work for as long as a batch may take.")
                        .in(WORK, "run")
                        .call("isTaggingOver")
                        .is("true")
                        .caughtBy(PROTOCOL),
                Bug.named(
                                "late-objects-not-looked-at",
                                "The archive was gone through to its end.",
                                "An object of an earlier hour that was held up is written behind that position.")
                        .in(WORK, "run")
                        .condition("LAST_LOOK")
                        .alwaysFalse()
                        .caughtBy("dev.cairn.rules.ErasureReachTest"),
                Bug.named(
                                "quarantine-not-erased",
                                "What is in quarantine is counted nowhere.",
                                "It is kept with everything it says, and a replay stores it.")
                        .in("jobs/QuarantineEraser", "sweep")
                        .body("")
                        .caughtBy(ERASURE),
                Bug.named(
                                "claims-of-erased-copies-kept",
                                "A claim names no event, so nothing of the visitor is in it.",
                                "It names the copy that counts, which is gone, and the other visitor's does not count either.")
                        .in(ERASER, "leaveClaims")
                        .body("")
                        .caughtBy(PROTOCOL));
    }
}
