package dev.cairn.bugs;

import java.util.List;

/** What is kept, and how it gets to the tables and the stream. */
final class StoreBugs {
    private static final String DAYS = "store/VisitorDays.java";

    private StoreBugs() {}

    static List<Bug> tables() {
        return List.of(
                Bug.in(
                                "aws/BatchReader.java",
                                "unprocessed-keys-dropped",
                                "The call was answered with 200. Keys it did not come to look like items that are not"
                                        + " there.")
                        .replace("left = answer.unprocessedKeys();", "left = Map.of();")
                        .caughtBy("dev.cairn.aws.BatchReaderTest"),
                Bug.in(
                                "aws/DynamoItems.java",
                                "refused-put-taken-as-done",
                                "A condition that fails after the client's own repeat was met by us. It also fails"
                                        + " after somebody else.")
                        .replace("return isWritten(item, refused.item());", "return true;")
                        .caughtBy("dev.cairn.aws.DynamoItemsTest"),
                Bug.in(
                                DAYS,
                                "append-without-condition",
                                "A page is read just before it is written. So it is by the other one.")
                        .replace(
                                "return items.put(pages.getLast().next("
                                        + "VisitorDayJson.write(last.copies(), last.receipts())));",
                                "items.replace(pages.getLast().next("
                                        + "VisitorDayJson.write(last.copies(), last.receipts())));\nreturn true;")
                        .caughtBy("dev.cairn.rules.RacesTest"),
                Bug.in(
                                DAYS,
                                "full-page-written-again",
                                "The statistics stay right. Each write costs what the visitor did all day.")
                        .replace("if (pages.isEmpty() || isFull(pages)) {", "if (pages.isEmpty()) {")
                        .caughtBy("dev.cairn.store.VisitorDaysTest"));
    }

    static List<Bug> collector() {
        return List.of(
                Bug.in(
                                "collect/ConfirmedPut.java",
                                "every-entry-offered-again",
                                "Repeats are recognised anyway. They are paid for, and fill the shard that is full.")
                        .replace(
                                "if (pending.isEmpty()) { return true; }",
                                "if (pending.isEmpty()) {\nreturn true;\n}\npending = entries;")
                        .caughtBy("dev.cairn.faults.FailingStreamTest"),
                Bug.in(
                                "collect/ConfirmedPut.java",
                                "whole-call-offered-again",
                                "A call with a failure in it failed. Most of its entries are confirmed.")
                        .replace(
                                "failed.stream().sorted().forEach(index -> unconfirmed.add(call.get(index)));",
                                "if (!failed.isEmpty()) {\nunconfirmed.addAll(call);\n}")
                        .caughtBy("dev.cairn.faults.FailingStreamTest"),
                Bug.in(
                                "aws/KinesisStream.java",
                                "failed-entries-not-looked-at",
                                "PutRecords answered 200. Entries in it did not.")
                        .replace(
                                "|| results.get(i).sequenceNumber() == null || results.get(i).errorCode() != null) {",
                                ") {")
                        .caughtBy("dev.cairn.faults.FailingStreamTest"),
                Bug.in(
                                "collect/Salts.java",
                                "salt-of-today",
                                "Events are of today, mostly. One from before midnight gets another visitor.")
                        .replace(
                                "LocalDate day = site.zones().dayOf(at);",
                                "LocalDate day = site.zones().dayOf(clock.millis());"),
                Bug.in(
                                "collect/Salts.java",
                                "own-salt-after-a-lost-race",
                                "A salt was made, it can be used. The one that is stored is another's.")
                        .replace("? Optional.of(fresh) : read(key);", "? Optional.of(fresh) : Optional.of(fresh);"));
    }
}
