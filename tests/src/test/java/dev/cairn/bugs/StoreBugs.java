package dev.cairn.bugs;

import java.util.List;

/** Bugs in stored data, and on its way to the tables and the stream. */
final class StoreBugs {
    private static final String DAYS = "store/visitor/VisitorDayStore";
    private static final String BUCKETS = "store/bucket/DayBuckets";
    private static final String DAY_BUCKETS = "dev.cairn.rules.DayBucketsTest";
    private static final String STREAM = "dev.cairn.faults.FailingStreamTest";

    private StoreBugs() {}

    static List<Bug> tables() {
        return List.of(
                Bug.named(
                                "unprocessed-keys-dropped",
                                "The call was answered with 200.",
                                "Keys it did not come to look like items that are not there.")
                        .in("aws/BatchGet", "readChunk")
                        .call("unprocessedKeys")
                        .is("Map.<String, KeysAndAttributes>of()")
                        .caughtBy("dev.cairn.aws.BatchGetTest"),
                Bug.named(
                                "refused-put-taken-as-done",
                                "A condition that fails after the client's own repeat was met by us.",
                                "It also fails after somebody else.")
                        .in("aws/DynamoItemStore", "put")
                        .call("isWritten")
                        .is("true")
                        .caughtBy("dev.cairn.aws.DynamoItemStoreTest"),
                Bug.named(
                                "append-without-condition",
                                "A page is read just before it is written.",
                                "So it is by another writer, whose events are lost.")
                        .in(DAYS, "append")
                        .call("items.put")
                        .is("replaced($1)")
                        .in(DAYS, "append")
                        .besides("private boolean replaced(Item item) { items.replace(item); return true; }")
                        .caughtBy("dev.cairn.rules.RacesTest"),
                Bug.named(
                                "full-page-written-again",
                                "The statistics stay right.",
                                "Each write costs what the visitor did all day.")
                        .in(DAYS, "append")
                        .operand("isFull")
                        .removed()
                        .caughtBy("dev.cairn.store.visitor.VisitorDayStoreTest"),
                Bug.named(
                                "claim-put-without-condition",
                                "Adding to a set can be repeated, so the last writer is right.",
                                "What another writer added since it was read is not in it.")
                        .in("store/visitor/LedgerStore", "change")
                        .call("items.put")
                        .is("replaced($1)")
                        .in("store/visitor/LedgerStore", "change")
                        .besides("private boolean replaced(Item item) { items.replace(item); return true; }")
                        .caughtBy("dev.cairn.rules.RacesTest"),
                Bug.named(
                                "index-put-without-condition",
                                "Adding to a set can be repeated, so the last writer is right.",
                                "What another writer added since it was read is not in it.")
                        .in("store/visitor/VisitorIndexStore", "put(String, VisitorKey, Loaded, VisitorIndex, Instant)")
                        .call("items.put")
                        .is("replaced($1)")
                        .in("store/visitor/VisitorIndexStore", "put(String, VisitorKey, Loaded, VisitorIndex, Instant)")
                        .besides("private boolean replaced(Item item) { items.replace(item); return true; }")
                        .caughtBy("dev.cairn.rules.RacesTest"));
    }

    /** B9: the number of buckets of a day. */
    static List<Bug> buckets() {
        return List.of(
                Bug.named(
                                "b9-number-of-a-writer-not-put",
                                "A day without the item has 16 buckets for everybody.",
                                "Until a run puts another number: then nobody finds what was written.")
                        .in(BUCKETS, "fixed")
                        .call("put")
                        .is("Form.BEFORE")
                        .caughtBy(DAY_BUCKETS),
                Bug.named(
                                "b9-absence-remembered",
                                "What was read of an item need not be read again.",
                                "It may be put since, with another number.")
                        .in(BUCKETS, "forms")
                        .call("forms.putIfAbsent")
                        .is("{ if ($it == null) { remembered(day, Form.BEFORE); } }")
                        .caughtBy(DAY_BUCKETS),
                Bug.named(
                                "b9-own-number-after-a-lost-race",
                                "A number was chosen, so it can be used.",
                                "The one that is stored is another's.")
                        .in(BUCKETS, "put")
                        .call("items.put")
                        .is("($it || true)")
                        .caughtBy(DAY_BUCKETS),
                Bug.named(
                                "b9-buckets-that-the-day-does-not-have-are-counted",
                                "A bucket with a mark has something.",
                                "Each mark of somebody who did not know the number costs a partial that stays.")
                        .in("aggregate/count/BucketCounter", "forEach")
                        .call("visitorDays.buckets")
                        .is("Integer.MAX_VALUE")
                        .caughtBy(DAY_BUCKETS),
                Bug.named(
                                "b9-pages-of-another-bucket-counted",
                                "What is stored of a day is to be counted.",
                                "The version before put it where nobody finds it by its visitor.")
                        .in(
                                "store/visitor/VisitorDayReader",
                                "forEach(String, LocalDate, int, BiConsumer<VisitorKey, Loaded>)")
                        .condition("bucket")
                        .alwaysTrue()
                        .caughtBy("dev.cairn.store.visitor.VisitorDayStoreTest"));
    }

    static List<Bug> collector() {
        return List.of(
                Bug.named(
                                "every-entry-offered-again",
                                "Repeats are recognised anyway.",
                                "They are paid for, and fill the shard that is full.")
                        .in("collect/stream/RetryingStreamWriter", "put")
                        .call("pace.sleep")
                        .precededBy("pending = $p1;")
                        .caughtBy(STREAM),
                Bug.named(
                                "whole-call-offered-again",
                                "A call with a failure in it failed.",
                                "Most of its entries are confirmed.")
                        .in("collect/stream/RetryingStreamWriter", "offer")
                        .call("forEach")
                        .is("unconfirmed.addAll(failed.isEmpty() ? List.of() : call)")
                        .caughtBy(STREAM),
                Bug.named("failed-entries-not-looked-at", "PutRecords answered 200.", "Entries in it did not.")
                        .in("aws/KinesisStream", "put")
                        .operand("sequenceNumber")
                        .removed()
                        .in("aws/KinesisStream", "put")
                        .operand("errorCode")
                        .removed()
                        .caughtBy(STREAM),
                Bug.named(
                                "salt-of-today",
                                "Events are of today, mostly.",
                                "One from before midnight gets another visitor.")
                        .in("collect/identity/DailySalts", "stored")
                        .call("dayOf")
                        .argument(1)
                        .is("clock.millis()"),
                Bug.named(
                                "own-salt-after-a-lost-race",
                                "A salt was made, so it can be used.",
                                "The one that is stored is another's.")
                        .in("collect/identity/DailySalts", "readOrCreate")
                        .call("items.put")
                        .is("($it || true)"));
    }
}
