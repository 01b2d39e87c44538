package dev.cairn.bugs;

import java.util.List;

/** Bugs in who gets the credit (F7), in the lags of steps (F6), and in what channels bring (N8). */
final class ChannelBugs {
    private static final String ATTRIBUTION = "domain/attribution/Attribution";
    private static final String COUNTS = "domain/statistic/FunnelCounts";
    private static final String CREDIT_TEST = "dev.cairn.rules.AttributionTest";
    private static final String ARRIVALS_TEST = "dev.cairn.rules.ArrivalsTest";

    private ChannelBugs() {}

    /** F7. */
    static List<Bug> attribution() {
        return List.of(
                Bug.named(
                                "attribution-a-day-too-short",
                                "Thirty days with the conversion's own.",
                                "The conversion's day is not one of the thirty (F7).")
                        .in(ATTRIBUTION, "DAYS_BACK")
                        .is("29")
                        .caughtBy(CREDIT_TEST),
                Bug.named(
                                "attribution-a-day-too-long",
                                "The range of the days is exclusive, so one more is needed.",
                                "Its first day is inclusive (F7).")
                        .in(ATTRIBUTION, "DAYS_BACK")
                        .is("31")
                        .caughtBy(CREDIT_TEST),
                Bug.named(
                                "credit-to-a-later-visit",
                                "The visits of the day are candidates.",
                                "A visit after the conversion did not bring it.")
                        .in(ATTRIBUTION, "touch")
                        .call("subList")
                        .is("visits"),
                Bug.named(
                                "credit-among-strangers",
                                "A daily visitor's visits are those of one visitor.",
                                "Only linkable visitors are followed; others keep the visit's own.")
                        .in(ATTRIBUTION, "touch")
                        .call("linkable")
                        .is("true"),
                Bug.named(
                                "first-touch-of-the-day",
                                "The first visit of the list is the first.",
                                "Earlier days come before it.")
                        .in(ATTRIBUTION, "before")
                        .call("subMap")
                        .is("$on.subMap(day, true, day, false)"));
    }

    /** F6 and N8. */
    static List<Bug> arrivals() {
        return List.of(
                Bug.named(
                                "arrivals-a-day-too-short",
                                "Thirty days with the day itself.",
                                "A step 30 local days before is still one (N8).")
                        .in(COUNTS, "DAYS_AWAY")
                        .is("29")
                        .caughtBy(ARRIVALS_TEST),
                Bug.named(
                                "arrivals-a-day-too-long",
                                "The comparison excludes its bound.",
                                "It does not: a step 31 days before is none (N8).")
                        .in(COUNTS, "DAYS_AWAY")
                        .is("31")
                        .caughtBy(ARRIVALS_TEST),
                Bug.named("arrivals-by-any-goal", "Who met a goal is no newcomer.", "Only steps of this funnel count.")
                        .in(COUNTS, "arrival")
                        .call("anyMatch")
                        .is("!event.goals().isEmpty()"),
                Bug.named(
                                "value-of-the-entry-event",
                                "An entry's value is that of its event.",
                                "It is that of the event which reached the last step, under that step's goal.")
                        .in(COUNTS, "value")
                        .call("getLast", 1)
                        .is("$on.getFirst()"),
                Bug.named(
                                "lags-from-the-first-step-reached-last",
                                "Whoever reaches a step again is at it.",
                                "An entry has one lag for each step, at the event that first reached it.")
                        .in("domain/funnel/FunnelMatcher", "reachedFirst")
                        .begins("if (depth == step && step > 1) { reachedAt.set(step - 1, event); }")
                        .in("domain/funnel/FunnelMatcher", "extend")
                        .condition("depth", "step")
                        .precededBy("if (depth == step + 1) { reachedFirst(step + 1, event); }"),
                Bug.named(
                                "arrivals-of-later-days-not-marked",
                                "An event without an order changes days as far as funnel windows reach.",
                                "Who came in on a day 30 days later did not any more (N8).")
                        .in("facts/AffectedBuckets", "changed")
                        .call("isBefore")
                        .is("($it || $on.isAfter($p1.plusDays(siteGoals.reachDays())))")
                        .caughtBy(ARRIVALS_TEST));
    }
}
