package dev.cairn.bugs;

import java.util.List;

/** Bugs in what is counted of micro goals (N1, N2, N4), and in which days an event marks for it. */
final class MicroBugs {
    private static final String FOLLOW_UP = "domain/insight/LaterConversionCounts";
    private static final String ASSOCIATION = "domain/insight/AssociationCounts";
    private static final String CLOSURE = "facts/AffectedBuckets";
    private static final String WRITER = "classify/FactWriter";
    private static final String MICROS = "dev.cairn.rules.MicrosTest";

    private MicroBugs() {}

    /** What a day counts. */
    static List<Bug> counts() {
        return List.of(
                lookBack("29", "short"),
                lookBack("31", "long"),
                Bug.named(
                                "micros-macro-is-its-own-micro",
                                "Every goal of the plan is a micro goal or leads to one.",
                                "Whoever buys twice has bought before buying, and a macro goal assists itself.")
                        .in("aggregate/count/BucketCounter", "counted(Site, Map<String, PlanRepository.Definition>)")
                        .call("shownGoals", 2)
                        .is("new java.util.TreeSet<>(site.goals().keySet())"),
                Bug.named(
                                "micros-outcome-on-the-day-itself",
                                "Who converts on the day has converted within the window.",
                                "Whether the micro goal or the conversion came first is then left open.")
                        .in(ASSOCIATION, "Counter.add(VisitorDayInput)")
                        .condition("met")
                        .alwaysTrue()
                        .in(FOLLOW_UP, "daysToNext")
                        .call("isAfter", 1)
                        .is("!$on.isBefore($1)"),
                Bug.named(
                                "micros-window-a-day-short",
                                "30 days after a day end with the 29th day after it.",
                                "Days d+1 to d+30 are 30 days; the outcome of the last one is lost.")
                        .in(FOLLOW_UP, "WINDOWS")
                        .is("List.of(7, 14, 29)")
                        .caughtBy(MICROS));
    }

    private static Bug lookBack(String days, String how) {
        return Bug.named(
                        "micros-look-back-a-day-" + how,
                        "The 30 days before a day are about a month.",
                        "They are the local days d-30 to d-1: no more, no less.")
                .in("domain/insight/AssistCounts", "Counter.lookBack")
                .call("minusDays")
                .argument(1)
                .is(days)
                .in(ASSOCIATION, "Counter.add(VisitorDayInput)")
                .call("minusDays", 1)
                .argument(1)
                .is(days)
                .caughtBy(MICROS);
    }

    /** Which days an event marks. */
    static List<Bug> marks() {
        return List.of(
                Bug.named(
                                "micros-reach-of-funnels-only",
                                "An event changes earlier days as far back as the longest funnel reaches.",
                                "A purchase is the outcome of a day up to 30 days before, whatever the funnels are.")
                        .in("plan/version/SiteGoals", "insightDays")
                        .body("return funnelDays($p1);")
                        .caughtBy(MICROS),
                Bug.named(
                                "micros-only-days-with-goals-marked",
                                "A day without goals has nothing that a later purchase could change.",
                                "A page view is enough to be in the cohort of a day.")
                        .in(CLOSURE, "ofEvents")
                        .call("places.removeIf")
                        .followedBy("""
                                places.removeIf(place -> $p2.keySet().stream().allMatch(day -> place.day().isBefore(day))
                                        && group.stream().noneMatch(each -> facts.days()
                                                .load(new Id(site.id(), place.day(), each)).day().copies().stream()
                                                .anyMatch(copy -> !copy.matches().isEmpty())));
                                """)
                        .caughtBy(MICROS),
                Bug.named(
                                "micros-later-days-not-marked",
                                "A late page view changes its own day.",
                                "Who came that day is not new in the 30 days after it.")
                        .in(CLOSURE, "changed")
                        .call("isBefore")
                        .is("($it || $on.isAfter($p1))")
                        .caughtBy(MICROS),
                Bug.named(
                                "micros-refund-marks-nothing",
                                "A refund is no conversion, so it changes the day it came in.",
                                "The order it takes back is the outcome of a day before, and has a look-back.")
                        .in(WRITER, "Write.addToOrders")
                        .call("anyMatch")
                        .is("$on.anyMatch(each -> each.order() != null && !each.refund())")
                        .caughtBy(MICROS),
                Bug.named(
                                "micros-former-copy-not-looked-at",
                                "What an event changes is seen from what was sent.",
                                "The copy that counted until now may have met a macro goal that this one does not meet.")
                        .in(WRITER, "Write.withOtherCopies")
                        .body("return living();")
                        .caughtBy(MICROS));
    }
}
