package dev.cairn.bugs;

import java.util.List;

/** Bugs in rules that are pure functions: visits, goals and funnels. */
final class VisitBugs {
    private static final String WALK = "domain/funnel/FunnelMatcher";
    private static final String TAGGER = "domain/visit/VisitorDayTagger";
    private static final String PERSON_TAGGER = "domain/person/PersonTagger";
    private static final String ENGAGEMENT = "dev.cairn.rules.EngagementTest";

    private VisitBugs() {}

    /** F1 to F4. */
    static List<Bug> funnels() {
        return List.of(
                Bug.named(
                                "window-from-the-previous-step",
                                "Each step has its time.",
                                "The window is from the first step to the last (F1).")
                        .in(WALK, "extend")
                        .comparison("windowMillis")
                        .is("event.at() - lastMatch[step - 1] > $right"),
                Bug.named("window-exclusive", "It is one character.", "An event at its last millisecond is in it (F1).")
                        .in(WALK, "extend")
                        .comparison("windowMillis")
                        .operator(">=")
                        .caughtBy("dev.cairn.rules.FunnelDaysTest"),
                Bug.named(
                                "exclusion-inclusive",
                                "An exclusion event stops whoever is at the step.",
                                "Strictly between the steps (F1): the chain that the event itself has just brought there goes on.")
                        .in(WALK, "forget")
                        .condition("reached")
                        .alwaysTrue()
                        .caughtBy("dev.cairn.domain.funnel.FunnelMatcherTest"),
                Bug.named(
                                "one-event-serves-two-steps",
                                "From the first step to the last reads better.",
                                "An event then is its own next step.")
                        .in(WALK, "take")
                        .call("extend")
                        .precededBy("""
                                if (enters && step == steps - 1) {
                                    entry[0] = event;
                                    lastMatch[0] = event.at();
                                    depth = Math.max(depth, 1);
                                }
                                """)
                        .caughtBy("dev.cairn.rules.FunnelDaysTest"),
                Bug.named(
                                "first-match-kept",
                                "Who is past a step needs not match it again.",
                                "The latest chain is the one that can still be in time.")
                        .in(WALK, "extend")
                        .condition("depth", "step")
                        .precededBy("if (entry[step] != null) { return true; }"),
                Bug.named(
                                "same-day-not-cut-at-midnight",
                                "The window ends at midnight, and events after it are out of it.",
                                "Not where the window is longer than the day.")
                        .in(WALK, "sameDay")
                        .call("filter")
                        .removed()
                        .caughtBy("dev.cairn.rules.FunnelDaysTest"),
                Bug.named(
                                "later-days-are-no-steps",
                                "A day's funnel has the day's events.",
                                "Later days' events count as long as the window is open.")
                        .in("domain/statistic/VisitorDayInput", "journey")
                        .call("person.journey")
                        .is("$it.stream().filter(each -> each.day().equals(day)).toList()")
                        .caughtBy("dev.cairn.rules.FunnelDaysTest"));
    }

    /** V1, G2 and T4. */
    static List<Bug> visits() {
        return List.of(
                Bug.named(
                                "carried-touch-ignored",
                                "A visit has the channel of its first event.",
                                "One that goes on over midnight keeps that of the evening (V1).")
                        .in(TAGGER, "touchOf")
                        .condition("carried")
                        .alwaysFalse()
                        .caughtBy("dev.cairn.rules.VisitsTest"),
                Bug.named(
                                "visit-over-midnight-counted-once",
                                "A visit that goes on is one visit.",
                                "Midnight ends it, so a visit frequency counts two (V1).")
                        .in(PERSON_TAGGER, "visitsBefore")
                        .call("before.tagged")
                        .is("(before.tagged().visits().isEmpty() || $p1.lowerEntry($p2) == null ? before.tagged()"
                                + " : one(before.tagged(), $p1))")
                        .in(PERSON_TAGGER, "visitsBefore")
                        .besides("""
                                private static TaggedDay one(TaggedDay day, NavigableMap<LocalDate, Day> all) {
                                    Visit first = day.visits().getFirst();
                                    boolean goesOn = all.values().stream()
                                            .flatMap(each -> each.tagged().visits().stream())
                                            .anyMatch(each -> each.lastAt() < first.firstAt()
                                                    && first.firstAt() - each.lastAt() < Visit.GAP_MILLIS);
                                    return goesOn
                                            ? new TaggedDay(day.visits().subList(1, day.visits().size()), List.of(), List.of(), List.of(), List.of())
                                            : day;
                                }
                                """)
                        .caughtBy(ENGAGEMENT),
                Bug.named(
                                "visit-frequency-of-all-time",
                                "A regular visitor is one who comes often.",
                                "Within 28 days (G2).")
                        .in(PERSON_TAGGER, "visitsBefore")
                        .call("subMap")
                        .is("$on.headMap($p2, false)")
                        .caughtBy(ENGAGEMENT),
                Bug.named(
                                "visit-frequency-of-a-day-less",
                                "It is one character.",
                                "A visit 27 days before counts (G2).")
                        .in(PERSON_TAGGER, "FREQUENCY_DAYS_BEFORE")
                        .is("26")
                        .caughtBy(ENGAGEMENT),
                Bug.named(
                                "gap-of-exactly-thirty-minutes",
                                "It is one character.",
                                "After exactly 30 minutes a visit is a new one (V1).")
                        .in(TAGGER, "visitOf")
                        .comparison("GAP_MILLIS")
                        .operator(">")
                        .caughtBy("dev.cairn.rules.VisitsTest"),
                Bug.named("order-of-arrival", "Events come in order, mostly.", "T4 is by the time they happened.")
                        .in("domain/event/StoredEvent", "T4")
                        .call("comparing")
                        .argument(1)
                        .is("(StoredEvent event) -> event.copy().receivedAt()"),
                Bug.named(
                                "ids-compared-signed",
                                "A long is a long.",
                                "T4 compares ids unsigned, as everybody else does.")
                        .in("domain/event/EventHash", "compareTo")
                        .body("return Long.compare(bits, $p1.bits);"));
    }
}
