package dev.cairn.bugs;

import java.util.List;

/**
 * Bugs in compacting closed days during concurrent writes and erasures, and in what a writer assumes without reading.
 */
final class CompactionBugs {
    private static final String DAYS = "store/visitor/VisitorDayStore";
    private static final String CLOSED = "store/visitor/ClosedDayChunks";
    private static final String BUCKETS = "store/bucket/DayBuckets";
    private static final String WRITTEN = "classify/VisitorDayCache";
    private static final String CLOSED_DAYS = "dev.cairn.store.visitor.ClosedDayChunksTest";
    private static final String WRITTEN_DAYS = "dev.cairn.classify.VisitorDayCacheTest";

    private CompactionBugs() {}

    /** Against writers. */
    static List<Bug> writers() {
        return List.of(
                Bug.named(
                                "sealed-meanwhile-not-looked-at-after-a-write",
                                "The day was read a moment ago and was not sealed.",
                                "It was sealed and its pages were read since: nobody reads them again.")
                        .in(DAYS, "append")
                        .operand("isSealedSince")
                        .removed()
                        .caughtBy(CLOSED_DAYS),
                Bug.named(
                                "sealed-meanwhile-not-looked-at-after-a-flag",
                                "The day was read a moment ago and was not sealed.",
                                "The flag is in a page that nobody reads again, and the chunk does not have it.")
                        .in(DAYS, "flagConnected(Id, Loaded, Instant)")
                        .operand("isSealedSince")
                        .removed()
                        .caughtBy(CLOSED_DAYS),
                Bug.named(
                                "early-pages-taken-for-written",
                                "What is in the pages is stored, so it need not be added again.",
                                "It may have come too late for the compaction that has read the pages already.")
                        .in("store/visitor/VisitorDayReader", "loadToAppend(Collection<Id>)")
                        .call("load")
                        .argument(2)
                        .is("false")
                        .caughtBy(CLOSED_DAYS),
                Bug.named(
                                "sealed-day-judged-by-what-came-late",
                                "The writer has read the day, so it knows what is on it.",
                                "What was written before the day was sealed it has not read: an order of another copy, for one.")
                        .in("classify/FactWriter", "Write.append")
                        .condition("late")
                        .alwaysFalse()
                        .caughtBy("dev.cairn.rules.RacesTest"),
                Bug.named(
                                "compacted-said-at-once",
                                "One write is enough to say that a bucket is compacted, and into how many chunks.",
                                "Nobody reads the pages any more, and the chunks do not have them yet.")
                        .in(CLOSED, "begun")
                        .call("new Head")
                        .argument(2)
                        .is("true")
                        .caughtBy(CLOSED_DAYS),
                Bug.named(
                                "sealed-forgotten",
                                "What was read last of a day is the newest.",
                                "It may have been read before the day was sealed, by another thread.")
                        .in(BUCKETS, "remembered")
                        .call("known.merge")
                        .argument(3)
                        .is("(before, read) -> read")
                        .caughtBy("dev.cairn.store.bucket.DayBucketsTest"),
                Bug.named(
                                "sealed-not-asked-for-again",
                                "The number of buckets never changes, so the item need not be read again.",
                                "It says whether the day is sealed, too, and a process that does not know writes for nobody.")
                        .in(BUCKETS, "stored")
                        .operand("mayHaveBeenSealed")
                        .removed()
                        .caughtBy(CLOSED_DAYS));
    }

    /** Against erasures. */
    static List<Bug> erasures() {
        return List.of(
                Bug.named(
                                "chunks-read-after-the-pages",
                                "Pages and chunks are both read before anything is written, in whatever order.",
                                "What was erased in between is in the pages as they were read, and the chunk is as new as it can be.")
                        .in(CLOSED, "compact(String, Head, Pages, Instant)")
                        .call("chunks", 1)
                        .movedAfter("pages.forEach")
                        .caughtBy(CLOSED_DAYS),
                Bug.named(
                                "chunk-not-touched-by-an-erasure",
                                "The chunk does not have the visitor, so there is nothing to write.",
                                "A compaction that has read the pages before puts what was erased into it.")
                        .in(CLOSED, "change")
                        .operand("done")
                        .removed()
                        .in(CLOSED, "change")
                        .operand("late")
                        .removed()
                        .caughtBy(CLOSED_DAYS),
                Bug.named(
                                "chunk-of-a-compacted-day-not-touched-by-an-erasure",
                                "The bucket is compacted, so nobody is about to add to its chunks.",
                                "Late pages are compacted, too, and may have been read before.")
                        .in(CLOSED, "change")
                        .operand("late")
                        .removed()
                        .caughtBy(CLOSED_DAYS),
                Bug.named(
                                "flag-left-in-the-chunk",
                                "The pages of the empty day are deleted, and the chunk has no events of it.",
                                "It has the flag, under the name of the visitor who was erased.")
                        .in("store/visitor/VisitorDayEraser", "deleteEmpty")
                        .condition("sealed")
                        .alwaysFalse()
                        .caughtBy(CLOSED_DAYS));
    }

    /** Appends without reading first. */
    static List<Bug> beliefs() {
        return List.of(
                Bug.named(
                                "written-days-believed-for-ever",
                                "A page that was written since has another revision, so the write is refused.",
                                "One that an erasure deleted and that begins anew has the revisions it had before.")
                        .in(WRITTEN, "get")
                        .operand("keptMillis")
                        .removed()
                        .caughtBy(WRITTEN_DAYS),
                Bug.named(
                                "written-days-shared",
                                "The day is as it was written, so it can be given out as it is.",
                                "An attempt that fails has added events to it that are stored nowhere.")
                        .in(WRITTEN, "get")
                        .call("again")
                        .removed()
                        .caughtBy(WRITTEN_DAYS),
                Bug.named(
                                "index-not-read-of-a-device-that-was-just-made",
                                "On the day on which a device's id was made nothing of it can have been there before.",
                                "A device whose clock was days ahead has been there: its days do not know of each other.")
                        .in("classify/FactWriter", "Write.mayBeUnindexed")
                        .operand("isIndexed")
                        .is("(loaded.isIndexed() || loaded.pages().isEmpty() && update.justMade)")
                        .caughtBy("dev.cairn.rules.DeviceClockTest"));
    }
}
