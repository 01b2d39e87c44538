package dev.cairn.bugs;

import java.util.List;

/** Bugs in the rates per visit (F8), the pages (F12) and the events by property (F13). */
final class RateAndPageBugs {
    private static final String PAGES = "domain/statistic/PageCounts";

    private RateAndPageBugs() {}

    static List<Bug> all() {
        return List.of(
                Bug.named(
                                "every-conversion-is-a-converting-visit",
                                "A conversion in a visit makes it a converting one.",
                                "The second conversion of a visit does so again, and the rate goes above 1 (F8).")
                        .in("domain/statistic/GoalCounts", "grouped")
                        .call("visits.add")
                        .alwaysTrue(),
                Bug.named(
                                "macro-visit-of-each-goal",
                                "Each macro goal of a visit is a macro visit.",
                                "The overview counts visits with any of them (F8).")
                        .in("domain/statistic/MacroCounts", "grouped")
                        .call("visits.add")
                        .alwaysTrue(),
                Bug.named(
                                "micros-in-the-overview",
                                "A conversion is a conversion.",
                                "The overview has those of macro goals (F8).")
                        .in("domain/statistic/MacroCounts", "grouped")
                        .condition("macros")
                        .alwaysTrue(),
                Bug.named(
                                "macro-before-the-page",
                                "A visit with a macro is a macro visit of its pages.",
                                "Only if the macro came after the page was seen (F12).")
                        .in(PAGES, "OfDay.take")
                        .comparison("lastMacro")
                        .is("lastMacro.containsKey(visit)"),
                Bug.named(
                                "only-the-last-visit-leaves",
                                "A visitor leaves at the end.",
                                "Every visit has an exit, and pages seen before are new in the next (F12).")
                        .in(PAGES, "OfDay.take")
                        .call("endVisit")
                        .removed(),
                Bug.named(
                                "reading-goes-on-over-page-views",
                                "Who reads a page twice has read it longer.",
                                "The rule is about one page view (G2, F12).")
                        .in(PAGES, "OfDay.take")
                        .call("readMillis.merge")
                        .argument(3)
                        .is("Long::sum"),
                Bug.named(
                                "visitors-of-a-value-are-its-events",
                                "An event has a visitor.",
                                "A visitor with two of them is one (F13).")
                        .in("domain/statistic/PropertyCounts", "Counter.add")
                        .call("seen.add")
                        .alwaysTrue(),
                Bug.named(
                                "the-step-is-what-came-next",
                                "The list begins at the step.",
                                "What people did instead is the event after it (H3).")
                        .in("domain/statistic/NextEventCounts", "next")
                        .call("skip")
                        .argument(1)
                        .is("place(step, input)"),
                Bug.named(
                                "listed-properties-not-kept",
                                "Reserved events are what is reported.",
                                "A site lists properties of its own (F13).")
                        .in("domain/event/PropertyValues", "of")
                        .operand("listed")
                        .alwaysFalse(),
                Bug.named(
                                "values-of-the-first-event",
                                "It is one index.",
                                "An item keeps the values of all its events (F13, R8).")
                        .in("store/visitor/VisitorDayCodec", "read(JsonNode)")
                        .call("values.get")
                        .argument(1)
                        .is("0"),
                Bug.named("hosts-of-one-page", "A site has one host.", "A visitor may see the same path on two (F12).")
                        .in("store/visitor/VisitorDayCodec", "pages(JsonNode)")
                        .comparison("hosts")
                        .is("true")
                        .caughtBy("dev.cairn.store.visitor.VisitorDayStoreTest"),
                Bug.named(
                                "macros-changed-nothing-marked",
                                "A plan holds from now on.",
                                "Every day's rate is that of the macros in force at the run (F8).")
                        .in("report/plan/PlanInvalidation", "days")
                        .operand("macros")
                        .alwaysFalse()
                        .caughtBy("dev.cairn.report.PlanAndKeysTest"));
    }
}
