package dev.cairn.bugs;

import java.util.List;

/** Bugs on the way from marks to rows (rules B5 to B8), and in its schedule (F10). */
final class RunBugs {
    private static final String RUN = "aggregate/Aggregator";
    private static final String DAY = "aggregate/count/DayAggregator";
    private static final String COUNTER = "aggregate/count/BucketCounter";
    private static final String PARTIALS = "aggregate/count/BucketCache";
    private static final String RUNS = "store/statistic/AggregationRuns";
    private static final String RUNS_TEST = "dev.cairn.rules.RunsTest";
    private static final String OVERTAKEN = "dev.cairn.rules.OvertakenRunsTest";
    private static final String WORKERS = "dev.cairn.rules.WorkersTest";
    private static final String CLOSINGS = "dev.cairn.rules.ClosingsTest";
    private static final String FOLD = "dev.cairn.rules.FoldTest";

    private RunBugs() {}

    /** B5 to B7: which marks a partial covers. */
    static List<Bug> partials() {
        return List.of(
                Bug.named(
                                "b5-epoch-not-moved",
                                "A run that only reads need not change the epoch.",
                                "Marks raised before and after it cannot be told apart, so none is ever covered.")
                        .in(RUN, "run(boolean, BooleanSupplier)")
                        .call("nextEpoch")
                        .is("$on.epoch()")
                        .caughtBy(RUNS_TEST),
                Bug.named(
                                "b5-epoch-moved-after-the-marks-are-listed",
                                "The run needs its epoch when it counts, so it is moved then.",
                                "A fact and its mark between the two are in neither: the partial seems to cover the mark.")
                        .in(RUN, "run(boolean, BooleanSupplier)")
                        .call("nextEpoch")
                        .movedAfter("wanted")
                        .caughtBy(RUNS_TEST),
                Bug.named(
                                "b5-partial-of-the-marks-epoch-kept",
                                "A partial of the epoch in which the mark was raised is new enough.",
                                "The mark may be raised later in that epoch than the partial read the facts.")
                        .in(COUNTER, "Bucket.covered")
                        .comparison("epoch", "mark")
                        .operator(">=")
                        .caughtBy(RUNS_TEST),
                Bug.named(
                                "b5-partial-kept-though-marked",
                                "The partial holds by its funnels and its time.",
                                "The mark says that facts came since.")
                        .in(COUNTER, "Bucket.covered")
                        .operand("epoch", "mark")
                        .removed()
                        .caughtBy(RUNS_TEST),
                Bug.named(
                                "b5-epoch-of-the-put",
                                "A partial is as new as the epoch in which it is put.",
                                "Facts that came while it was counted are missing in it, and it claims to have them.")
                        .in(COUNTER, "keep")
                        .call("new BucketCache.Partial")
                        .argument(4)
                        .is("$p4.epoch() + 1")
                        .caughtBy(RUNS_TEST),
                Bug.named(
                                "b6-mark-cleared-before-the-rows-stand",
                                "The bucket is counted, so its mark can go.",
                                "A run that dies before it has put the rows leaves a day that nothing names.")
                        .in(DAY, "replaceRows")
                        .call("marks::clear")
                        .movedBefore("allMatch")
                        .caughtBy(RUNS_TEST),
                Bug.named(
                                "b6-mark-cleared-though-raised-again",
                                "The day was just counted, so its mark goes whatever its revision.",
                                "What raised it again was not counted.")
                        .in("store/bucket/DirtyBuckets", "clear")
                        .call("items.put")
                        .is("items.replace($1)")
                        .caughtBy(RUNS_TEST),
                Bug.named(
                                "b6-marks-listed-at-the-end",
                                "The run clears what is there when it is done.",
                                "Some of it was raised while it ran, for facts that it has not read.")
                        .in(DAY, "replaceRows")
                        .call("filter")
                        .is("marks.all().stream().filter(mark -> mark.place().day().equals($p1.day()))")
                        .caughtBy(RUNS_TEST),
                Bug.named(
                                "b7-partials-revision-read-late",
                                "A revision that is read just before the put is always fresh.",
                                "A slow run then replaces the partial of a faster one that knows more.")
                        .in(COUNTER, "keep")
                        .call("partials.put")
                        .argument(4)
                        .is(
                                "java.util.Optional.ofNullable(partials.get($p1.site().id(), $p1.day(), List.of($p2)).get($p2))"
                                        + ".map(BucketCache.Stored::revision).orElse(0L)")
                        .caughtBy(OVERTAKEN),
                Bug.named(
                                "b7-partial-put-unconditionally",
                                "A partial is only a cache, so the last writer is right.",
                                "A slow run puts an old one back, and nothing marks it.")
                        .in(PARTIALS, "put")
                        .call("items.put")
                        .is("replaced($1)")
                        .in(PARTIALS, "put")
                        .besides("private boolean replaced(Item item) { items.replace(item); return true; }")
                        .caughtBy(OVERTAKEN),
                Bug.named(
                                "b7-equal-partial-not-put",
                                "A partial with the same figures need not be written again.",
                                "A slow run that counted other figures in between still finds the revision it read.")
                        .in(COUNTER, "keep")
                        .call("partials.put")
                        .is(
                                "(java.util.Objects.equals(dev.cairn.store.Json.write(computed), partials.get($p1.site().id(), $p1.day(),"
                                        + " List.of($p2)).values().stream().map(each -> dev.cairn.store.Json.write("
                                        + "each.partial().statistics())).findFirst().orElse(null)) || $it)")
                        .caughtBy(FOLD),
                Bug.named(
                                "r12-partial-of-an-earlier-run-is-enough",
                                "A worker need not count what has been counted.",
                                "For the run before; the run then counts all itself, and its workers were for nothing.")
                        .in(COUNTER, "countOnce")
                        .call("run.epoch")
                        .is("$p3.epoch() - 1")
                        .caughtBy(WORKERS),
                Bug.named(
                                "r12-worker-counts-what-others-counted",
                                "Counting a bucket once more changes nothing.",
                                "It costs as much again, and a worker that is late puts its older figures for newer ones.")
                        .in(COUNTER, "countOnce")
                        .call("known.filter")
                        .is("known.filter(each -> false)")
                        .caughtBy(WORKERS),
                Bug.named(
                                "partial-outlives-its-windows",
                                "Without a mark nothing was written since.",
                                "But a funnel's window closed.")
                        .in(PARTIALS, "Partial.holdsFor")
                        .operand("nextClose")
                        .removed()
                        .caughtBy(RUNS_TEST),
                Bug.named(
                                "closings-not-added",
                                "A cached bucket has the figures of its run.",
                                "They are for that run's time; since then windows closed.")
                        .in("aggregate/count/DayStatistics", "at")
                        .body("return this;")
                        .caughtBy(CLOSINGS),
                Bug.named(
                                "closings-of-half-the-entry",
                                "Who is no longer in progress has dropped.",
                                "The step after which is counted, too.")
                        .in("domain/statistic/FunnelCounts", "onceClosed")
                        .call("dropped.set")
                        .removed()
                        .caughtBy(CLOSINGS),
                Bug.named(
                                "partial-of-other-funnels-kept",
                                "Without a mark nothing was written since.",
                                "But the plan has another funnel now, of which the partial says nothing.")
                        .in(PARTIALS, "Partial.holdsFor")
                        .operand("fingerprint")
                        .removed());
    }

    /** B8: the fold, which reads the head, the rows and the partials in this order and puts the rows that differ. */
    static List<Bug> folds() {
        return List.of(
                Bug.named(
                                "b8-row-put-unconditionally",
                                "A run has just computed the row, so it is the newest.",
                                "A slow run's is not.")
                        .in("store/statistic/StatisticRows", "put")
                        .call("items.put")
                        .is("replaced($1)")
                        .in("store/statistic/StatisticRows", "put")
                        .besides("private boolean replaced(Item item) { items.replace(item); return true; }")
                        .caughtBy(OVERTAKEN),
                Bug.named(
                                "b8-rows-read-after-the-partials",
                                "A revision that is read just before the put is always fresh.",
                                "A slow run then replaces rows of a faster one that knows more.")
                        .in(DAY, "replaceRows")
                        .call("rows.get")
                        .movedAfter("sumOfBuckets")
                        .caughtBy(OVERTAKEN),
                Bug.named(
                                "b8-head-read-after-the-rows",
                                "Both are read before the claim, so their order does not matter.",
                                "A run that claimed and finished in between has put rows that this one does not know, and looks finished.")
                        .in(DAY, "replaceRows")
                        .call("runs.head")
                        .movedAfter("rows.get")
                        .caughtBy(FOLD),
                Bug.named(
                                "b8-claimed-before-the-rows-are-read",
                                "Who has claimed the day can read its rows at leisure.",
                                "Another run may claim over it and finish first; the rows' revisions then are newer than the claim.")
                        .in(DAY, "replaceRows")
                        .call("rows.get")
                        .movedAfter("runs.claim")
                        .caughtBy(FOLD),
                Bug.named(
                                "b8-claimed-after-the-partials-are-read",
                                "A claim is needed for the rows only, so it is made just before they are put.",
                                "A faster run that began later may have come and gone, and its figures are replaced by older ones.")
                        .in(DAY, "replaceRows")
                        .call("runs.claim")
                        .movedAfter("sumOfBuckets")
                        .caughtBy(FOLD),
                Bug.named(
                                "b8-unfinished-not-rewritten",
                                "A row whose figures are the same need not be put.",
                                "A run that was claimed over and sleeps still finds the revision it read, and puts its older figures.")
                        .in(DAY, "replaceRows")
                        .call("head.unfinished")
                        .is("false")
                        .caughtBy(FOLD),
                Bug.named(
                                "b8-missing-rows-not-made",
                                "A row with zeros only is not begun, also when all rows are put.",
                                "A run that was claimed over and sleeps still can make it, with older figures.")
                        .in(DAY, "changed")
                        .condition("all")
                        .is("all && !(old == null && isEmpty(computed)) || !all && ($it)")
                        .caughtBy(FOLD),
                Bug.named(
                                "b8-refused-row-passed-over",
                                "A row that another run was faster with is newer than this one's.",
                                "The other rows are not, and the marks are cleared all the same.")
                        .in(DAY, "replaceRows")
                        .call("rows.put")
                        .is("($it || true)")
                        .caughtBy(FOLD),
                Bug.named(
                                "b8-finish-not-looked-at",
                                "All rows are put, so it does not matter who has the day now.",
                                "Who claimed it since may put older figures, and the marks that say so are cleared.")
                        .in(DAY, "replaceRows")
                        .call("runs.finish")
                        .is("($it || true)")
                        .caughtBy(FOLD),
                Bug.named(
                                "b8-claimed-unconditionally",
                                "The newest run takes the day over.",
                                "Two runs that read the same head both believe that the other did not begin.")
                        .in(RUNS, "claim")
                        .call("put")
                        .is("(put($1, $2, items.get(headKey($1, $2)), $4, $5) || true)")
                        .caughtBy(FOLD),
                Bug.named(
                                "b8-cleared-before-it-is-finished",
                                "The rows stand, so the marks can go first.",
                                "Another run may have claimed the day before these rows and still put older ones.")
                        .in(DAY, "replaceRows")
                        .call("runs.finish")
                        .is("($p1.raised().stream().filter(mark -> mark.epoch() < $p2.epoch())"
                                + ".allMatch(mark -> { marks.clear(mark); return true; }) && $it)")
                        .caughtBy(FOLD));
    }

    /** F10: the days that a run processes. */
    static List<Bug> schedule() {
        return List.of(
                Bug.named(
                                "open-windows-not-looked-at",
                                "Days without marks have nothing new.",
                                "Their windows close all the same.")
                        .in(RUN, "days")
                        .condition("nextClose")
                        .alwaysFalse()
                        .caughtBy(RUNS_TEST),
                Bug.named(
                                "earlier-days-every-half-hour",
                                "A day that is marked should be counted at once.",
                                "F10 counts earlier days once a day, so that a figure does not change under a reader all day.")
                        .in(RUN, "days")
                        .operand("daily")
                        .alwaysTrue()
                        .caughtBy(RUNS_TEST),
                Bug.named(
                                "day-closes-in-utc",
                                "A day is over at midnight.",
                                "At the site's midnight, which is another one.")
                        .in(RUN, "dayClosed")
                        .call("isAfter")
                        .is(
                                "java.time.LocalDate.ofInstant(java.time.Instant.ofEpochMilli($p3 - AggregationRuns.SETTLING.toMillis()), java.time.ZoneOffset.UTC)"
                                        + ".isAfter(java.time.LocalDate.ofInstant(java.time.Instant.ofEpochMilli($p2 - AggregationRuns.SETTLING.toMillis()), java.time.ZoneOffset.UTC))")
                        .caughtBy(RUNS_TEST),
                Bug.named(
                                "average-computed-anew",
                                "Nothing is stored, so nothing can be old.",
                                "Late data then changes who was above the average (G2).")
                        .in("store/statistic/BaselineAverages", "of")
                        .call("orElseGet")
                        .is("compute($p1, $p2)")
                        .in("store/statistic/BaselineAverages", "of")
                        .condition("MOST_AT_HAND")
                        .alwaysFalse()
                        .caughtBy("dev.cairn.rules.EngagementTest"));
    }
}
