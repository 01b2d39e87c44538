package dev.cairn.bugs;

import java.util.List;

/** Rules as pure functions. */
final class DomainBugs {
    private static final String WALK = "domain/FunnelWalk.java";
    private static final String TAGGER = "domain/Tagger.java";

    private DomainBugs() {}

    static List<Bug> funnels() {
        return List.of(
                Bug.in(
                                WALK,
                                "window-from-the-previous-step",
                                "Each step in its time. The window is from the first to the last (F1).")
                        .replace(
                                "event.at() - from.at() > funnel.windowMillis()",
                                "event.at() - lastMatch[step - 1] > funnel.windowMillis()"),
                Bug.in(WALK, "window-exclusive", "One character; only an event at its last millisecond tells (F1).")
                        .replace(
                                "event.at() - from.at() > funnel.windowMillis()",
                                "event.at() - from.at() >= funnel.windowMillis()")
                        .caughtBy("dev.cairn.rules.FunnelDaysTest"),
                Bug.in(
                                WALK,
                                "exclusion-inclusive",
                                "An exclusion event stops whoever is at the step. Strictly between the steps, says F1:"
                                        + " the one that has just reached it can go on.")
                        .replace("if (step > exclude.from() - 1 || !reached[step]) {", "if (step >= 0) {")
                        .caughtBy("dev.cairn.domain.FunnelWalkTest"),
                Bug.in(
                                WALK,
                                "one-event-serves-two-steps",
                                "From the first step to the last reads better. An event then is its own next step.")
                        .replace("for (int step = steps - 1; step > 0; step--) {", """
                                if (enters) {
                                    entry[0] = event;
                                    lastMatch[0] = event.at();
                                    depth = Math.max(depth, 1);
                                }
                                for (int step = 1; step < steps; step++) {"""),
                Bug.in(
                                WALK,
                                "first-match-kept",
                                "Who is past a step needs not match it again. The latest chain is the one that can"
                                        + " still be in time.")
                        .replace(
                                "entry[step] = from; lastMatch[step] = event.at();",
                                "if (entry[step] == null) {\nentry[step] = from;\nlastMatch[step] = event.at();\n}"),
                Bug.in(
                                WALK,
                                "same-day-not-cut-at-midnight",
                                "The window ends at midnight, events behind it are out of it. Those in the window of"
                                        + " 10 days are not.")
                        .replace("events.stream().filter(event -> event.day().equals(day)).toList()", "events"));
    }

    static List<Bug> visits() {
        return List.of(
                Bug.in(
                                TAGGER,
                                "carried-touch-ignored",
                                "A day's first visit has its first event's channel. One that goes on over midnight"
                                        + " keeps its own.")
                        .replace("return goesOn ? carried.touch() : first.touch();", "return first.touch();"),
                Bug.in(
                                TAGGER,
                                "gap-of-exactly-thirty-minutes",
                                "One character; only an event after exactly 30 minutes tells (V1).")
                        .replace(
                                "event.at() - last.lastAt() >= Visit.GAP_MILLIS",
                                "event.at() - last.lastAt() > Visit.GAP_MILLIS")
                        .caughtBy("dev.cairn.rules.VisitsTest"),
                Bug.in(
                                "domain/StoredEvent.java",
                                "order-of-arrival",
                                "Events come in order, mostly. T4 is by the time they happened.")
                        .replace(
                                "T4 = Comparator.comparingLong(StoredEvent::at)",
                                "T4 = Comparator.comparingLong((StoredEvent event) -> event.copy().receivedAt())"),
                Bug.in(
                                "domain/StoredEvent.java",
                                "ids-compared-signed",
                                "A long is a long. T4 compares ids unsigned, as everybody else does.")
                        .replace(
                                ".thenComparing(StoredEvent::idHash, Long::compareUnsigned)",
                                ".thenComparing(StoredEvent::idHash)"),
                Bug.in(
                                "domain/VisitorDay.java",
                                "first-stored-copy-kept",
                                "Copies are the same event, any will do. Those that differ count by when they were"
                                        + " received.")
                        .replace(
                                "all.stream().min(java.util.Comparator.comparing(StoredEvent::copy)"
                                        + ".thenComparing(StoredEvent::elsewhere, java.util.Comparator.reverseOrder()))"
                                        + ".orElseThrow()",
                                "all.getFirst()"));
    }
}
