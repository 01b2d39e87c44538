package dev.cairn.bugs;

import java.util.List;

/** What an attempt at a delivery owes, and in which order (rules B1 and B3). */
final class MarkBugs {
    private static final String BATCH = "classify/BatchClassifier";
    private static final String WRITER = "classify/FactWriter";
    private static final String MARKS = "store/bucket/DirtyBuckets";
    private static final String PROTOCOL = "dev.cairn.rules.ProtocolTest";

    private MarkBugs() {}

    /** B1: all facts, then the closure, then marks; a repeat does all of it. */
    static List<Bug> attempts() {
        return List.of(
                Bug.named(
                                "b1-marks-before-facts",
                                "The days of a batch are known before its facts are written, so they can be marked at once.",
                                "A run in between clears the mark, and nothing marks the facts that are written after it.")
                        .in(BATCH, "classifyVisitors")
                        .call("doAll")
                        .precededBy("""
                                Set<BucketKey> early = new HashSet<>();
                                $p1.updates().forEach(each -> each.days.keySet().forEach(day -> early.add(new BucketKey(
                                        each.site.id(), day, dev.cairn.store.bucket.DayBuckets.of(each.visitor, 16)))));
                                marks.raise(early);
                                """)
                        .in(BATCH, "classifyVisitors")
                        .call("marks.raise")
                        .precededBy("$1.removeAll(early);")
                        .caughtBy("dev.cairn.rules.RacesTest"),
                Bug.named(
                                "b1-repeats-do-not-mark",
                                "A record that adds nothing changes no figure, so it needs no mark.",
                                "The process that added it may have died before its mark; the repeat is the only chance.")
                        .in(BATCH, "classifyVisitors")
                        .call("places")
                        .is("($on.stored() > 0 ? $it : Set.<BucketKey>of())")
                        .caughtBy("dev.cairn.rules.RunsTest"),
                Bug.named(
                                "b1-closure-before-the-facts",
                                "The visitor's index was read at the beginning anyway, so the closure can use it.",
                                "What another delivery wrote since is not in it, and two writers each miss the other.")
                        .in(WRITER, "Write.id")
                        .besides("private @Nullable AffectedBuckets early;")
                        .in(WRITER, "Write.addToDay")
                        .begins("""
                                if (early == null) {
                                    early = new AffectedBuckets(plans, update.site, facts);
                                    early.of(List.of(id($p1)));
                                }
                                """)
                        .in(WRITER, "Write.result")
                        .call("new AffectedBuckets")
                        .is("Objects.requireNonNull(early)")
                        .caughtBy(PROTOCOL),
                Bug.named(
                                "b1-closure-before-the-last-fact",
                                "Which places an order reaches is read from its item, so the item can be written last.",
                                "Two visitors who name one order at once both find nobody else in it, and it counts twice.")
                        .in(WRITER, "Write.addToOrders")
                        .call("addToOrder")
                        .removed()
                        .in(WRITER, "Write.result")
                        .call("new Result")
                        .precededBy("""
                                living().forEach((day, copies) -> copies.stream()
                                        .filter(copy -> copy.order() != null)
                                        .forEach(copy -> facts.claims().addToOrder(
                                                copy.order(), id(day), update.site.forgets(day))));
                                """)
                        .caughtBy(PROTOCOL),
                Bug.named(
                                "b1-closure-before-the-device-is-told",
                                "The user's side of an identify is enough to find the device, so the device can learn of it last.",
                                "A delivery of the device in between finds no user, and nobody marks the user's day.")
                        .in(WRITER, "Write.addToDevices")
                        .call("addToIndex", 1)
                        .removed()
                        .in(WRITER, "Write.result")
                        .call("new Result")
                        .precededBy("""
                                living().forEach((day, copies) -> copies.stream()
                                        .filter(copy -> copy.device() != null)
                                        .forEach(copy -> facts.addToIndex(
                                                update.site,
                                                copy.device().visitor(),
                                                VisitorIndex.ofDevice(update.visitor, Set.of(day)))));
                                """)
                        .caughtBy(PROTOCOL));
    }

    /** B3: the epoch is read after everything else, raised and never lowered, and believed only when it is answered. */
    static List<Bug> epochs() {
        return List.of(
                Bug.named(
                                "b3-epoch-read-before-the-facts",
                                "One read of the epoch at the beginning serves the whole batch.",
                                "A run that begins meanwhile counts without the facts, and its partials cover the mark.")
                        .in(BATCH, "classifyVisitors")
                        .begins("long early = marks.epoch();")
                        .in(BATCH, "classifyVisitors")
                        .call("marks.raise")
                        .is("marks.raise($1, early)")
                        .in(MARKS, "raise(Collection<BucketKey>)")
                        .besides(RAISE_AT)
                        .caughtBy("dev.cairn.rules.RacesTest"),
                Bug.named(
                                "b3-epoch-read-before-the-flags",
                                "The events are stored, so the epoch can be read before flags and indexes are put.",
                                "A stranger's mark lets a run count the user's bucket before the flag is in it.")
                        .in(WRITER, "Write.id")
                        .besides("private long early;")
                        .in(WRITER, "write")
                        .call("countErased")
                        .precededBy("write.early = early.epoch();")
                        .in(WRITER, "write")
                        .besides("private final dev.cairn.store.bucket.DirtyBuckets early;")
                        .in(WRITER, "FactWriter.<init>")
                        .begins("early = new dev.cairn.store.bucket.DirtyBuckets($p2, $p3);")
                        .in(WRITER, "Write.result")
                        .call("new Result")
                        .argument(1)
                        .is("raised()")
                        .in(WRITER, "Write.result")
                        .besides("""
                                private Set<BucketKey> raised() {
                                    FactWriter.this.early.raise(places, early);
                                    return Set.of();
                                }
                                """)
                        .in(MARKS, "raise(Collection<BucketKey>)")
                        .besides(RAISE_AT)
                        .caughtBy(PROTOCOL),
                Bug.named(
                                "b3-epoch-remembered",
                                "The epoch changes twice an hour, so a process can remember it.",
                                "A mark in an old epoch is taken for one that the latest run has counted.")
                        .in(MARKS, "raise(Collection<BucketKey>)")
                        .call("epoch")
                        .is("(known >= 0 ? known : (known = $it))")
                        .in(MARKS, "raise(Collection<BucketKey>)")
                        .besides("private volatile long known = -1;")
                        .caughtBy("dev.cairn.rules.RunsTest"),
                Bug.named(
                                "b3-mark-replaced-not-raised",
                                "The newest writer knows the newest epoch, so its mark replaces the one that is there.",
                                "A slow writer puts an older epoch over a newer one, and a partial in between covers both.")
                        .in(MARKS, "raise(BucketKey, long)")
                        .call("Math.max")
                        .is("$1")
                        .caughtBy(PROTOCOL),
                Bug.named(
                                "b3-remembered-before-the-answer",
                                "The place is noted as raised first, so two threads do not raise it twice.",
                                "When the put fails, the repeat believes that the mark is there.")
                        .in(MARKS, "raise(BucketKey, long)")
                        .call("raised.put")
                        .movedBefore("OptimisticRetry.over")
                        .caughtBy("dev.cairn.rules.ProtocolTest"),
                Bug.named(
                                "b3-marks-failure-swallowed",
                                "The events are stored and a mark is only a hint, so its failure need not fail the batch.",
                                "Nothing else ever names the day, so it keeps its old figures.")
                        .in(BATCH, "classifyVisitors")
                        .call("marks.raise")
                        .is("try { $it; } catch (RuntimeException ignored) { places.clear(); }")
                        .caughtBy("dev.cairn.rules.RunsTest"));
    }

    private static final String RAISE_AT = """
            public void raise(Collection<BucketKey> places, long now) {
                new HashSet<>(places).forEach(place -> raise(place, now));
            }
            """;
}
