package dev.cairn.bugs;

import java.util.List;

/** From visitor days to rows. */
final class AggregateBugs {
    private static final String DAY = "aggregate/DayAggregation.java";

    private AggregateBugs() {}

    static List<Bug> marks() {
        return List.of(
                Bug.in(
                                DAY,
                                "mark-cleared-first",
                                "Whoever clears first cannot clear what comes later. But a run that dies then forgets"
                                        + " the day.")
                        .replace(
                                "List<Mark> raised = marks.of(site.id(), day);",
                                "List<Mark> raised = marks.of(site.id(), day);\nraised.forEach(marks::clear);")
                        .replace(
                                "runs.setOpen(site.id(), day, sum.nextClose()); raised.forEach(marks::clear);",
                                "runs.setOpen(site.id(), day, sum.nextClose());"),
                Bug.in(
                                "store/Marks.java",
                                "mark-cleared-though-raised-again",
                                "The day was just computed, its mark can go. What raised it again was not computed.")
                        .replace(
                                "items.delete(key(mark.place()), mark.revision());",
                                "items.get(key(mark.place()))"
                                        + ".ifPresent(now -> items.delete(now.key(), now.revision()));")
                        .caughtBy("dev.cairn.rules.RunsTest"),
                Bug.in(
                                DAY,
                                "marks-read-at-the-end",
                                "Clears what is there when the run is over. Some of it was raised while it ran.")
                        .replace(
                                "raised.forEach(marks::clear); return new Outcome",
                                "marks.of(site.id(), day).forEach(marks::clear);\nreturn new Outcome"));
    }

    static List<Bug> rows() {
        return List.of(
                Bug.in(
                                "store/Rows.java",
                                "row-replaced-unconditionally",
                                "A run has just computed it, it is the newest. A slow run has not.")
                        .replace("return items.put(new Item(", "return put(new Item(")
                        .replace("private static Row row(Item item) {", """
                                private boolean put(Item item) {
                                    items.replace(item);
                                    return true;
                                }

                                private static Row row(Item item) {""")
                        .caughtBy("dev.cairn.rules.OvertakenRunsTest"),
                Bug.in(
                                DAY,
                                "revisions-read-last",
                                "Read just before they are needed, revisions are always fresh. So a slow run replaces"
                                        + " what a faster one knows better.")
                        .without("Map<Rows.Id, Row> before = rows.get(ids);")
                        .replace(
                                "DayStatistics sum = buckets.values().stream()",
                                "Map<Rows.Id, Row> before = rows.get(ids);\n"
                                        + "DayStatistics sum = buckets.values().stream()")
                        .caughtBy("dev.cairn.rules.OvertakenRunsTest"),
                Bug.in(
                                "aggregate/Partials.java",
                                "partial-put-unconditionally",
                                "A partial is only a cache. A slow run puts an old one back, and nothing marks it.")
                        .replace(
                                "return items.put(new Item(key, revisionRead + 1, body, expires));",
                                "items.replace(new Item(key, revisionRead + 1, body, expires));\nreturn true;")
                        .caughtBy("dev.cairn.rules.OvertakenRunsTest"),
                Bug.in(
                                DAY,
                                "partial-kept-though-marked",
                                "The partial still holds by its time. Its mark says that events came since.")
                        .replace("known != null && !marked.contains(number) &&", "known != null &&"),
                Bug.in(
                                "aggregate/Partials.java",
                                "partial-outlives-its-windows",
                                "Nothing was written since. But a window closed.")
                        .without("&& currentAsOf < nextClose"),
                Bug.in(
                                "store/Persons.java",
                                "journey-not-read",
                                "A visitor day has all events of the day. What came later on other days is in the"
                                        + " journey.")
                        .replace(
                                ".filter(each -> each.getValue().returning())",
                                ".filter(each -> each.getValue() == null)"),
                Bug.in(
                                "aggregate/Aggregator.java",
                                "open-windows-not-looked-at",
                                "Days without marks have nothing new. Their windows close all the same.")
                        .replace("if (nextClose <= asOf) {", "if (nextClose < 0) {"),
                Bug.in(
                                "store/Averages.java",
                                "average-computed-anew",
                                "Nothing is stored, so nothing can be old. Then late data changes who was above the"
                                        + " average.")
                        .replace(
                                "items.get(key).map(Averages::read).orElseGet(() -> firstUse(key, site, day));",
                                "compute(site, day);")
                        .replace("if (atHand.size() < MOST_AT_HAND) {", "if (atHand.size() < 0) {")
                        .caughtBy("dev.cairn.rules.EngagementTest"));
    }
}
