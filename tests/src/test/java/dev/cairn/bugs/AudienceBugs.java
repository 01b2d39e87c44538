package dev.cairn.bugs;

import java.util.List;

/** Bugs in who is a member of an audience, since when, and who is on its list (N5). */
final class AudienceBugs {
    private static final String CONSENT_TEST = "dev.cairn.domain.audience.AdConsentTest";

    private AudienceBugs() {}

    static List<Bug> all() {
        return List.of(
                Bug.named(
                                "audiences-memberships-by-visit",
                                "A visit has a cart or has none.",
                                "A visitor leaves by buying in a later visit, and further carts prolong the same membership.")
                        .in("domain/statistic/MembershipChangeCounts", "Counter.add")
                        .call("input.journey")
                        .is("$it.stream().filter(event -> event.day().equals(input.day())).toList()"),
                Bug.named(
                                "audiences-each-event-begins-a-membership",
                                "Who fills a cart enters.",
                                "Seven carts are one membership.")
                        .in("domain/audience/Membership", "before")
                        .operand("until", "from")
                        .alwaysTrue(),
                Bug.named(
                                "audiences-reach-of-funnels-only",
                                "An event changes earlier days as far back as the longest funnel reaches.",
                                "It ends memberships that began as long ago as an audience lasts.")
                        .in("plan/version/EventReach", "and")
                        .call("Math.max", 2)
                        .is("$1"),
                Bug.named(
                                "audiences-list-not-ended-by-withdrawal",
                                "Consent to ads was given with the event that made the visitor a member.",
                                "The latest event decides: whoever takes consent back is off the list at once.")
                        .in("domain/audience/AdConsent", "of")
                        .call("consents")
                        .is("given || $it")
                        .caughtBy(CONSENT_TEST));
    }
}
