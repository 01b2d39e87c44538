package dev.cairn.plan.version;

import dev.cairn.domain.audience.Audience;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.GoalTier;
import dev.cairn.plan.model.Site;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a site may change the figures of earlier days, according to all plan versions up to a given one:
 * events that funnels and audiences use, and events that meet macro goals, which insights track from earlier days.
 * Every event is checked against it, so a new version extends it instead of reading all versions again.
 *
 * @param version the last version included; -1 for none
 * @param longestWindowMillis the longest window of any funnel, or reach of any audience
 * @param laterSteps goals that are a later step of a funnel or that an audience refers to. A day's entries begin on
 *     that day (F1), so an event that meets only first steps changes nothing on earlier days
 * @param macros the macro goals
 * @param visitGoals the goals that depend on the visit so far
 */
record EventReach(
        int version, long longestWindowMillis, Set<String> laterSteps, Set<String> macros, Set<String> visitGoals) {
    static final EventReach NOTHING = new EventReach(-1, 0, Set.of(), Set.of(), Set.of());

    /** @param site the site in that version; null if the version does not have it */
    EventReach and(int next, @Nullable Site site) {
        if (site == null) {
            return new EventReach(next, longestWindowMillis, laterSteps, macros, visitGoals);
        }
        long longest = longestWindowMillis;
        Set<String> allSteps = new HashSet<>(laterSteps);
        for (Funnel funnel : site.funnels().values()) {
            longest = Math.max(longest, funnel.windowMillis());
            allSteps.addAll(funnel.steps().subList(1, funnel.steps().size()));
        }
        for (Audience audience : site.definitions().audiences().values()) {
            longest = Math.max(longest, audience.reachMillis());
            allSteps.addAll(audience.goals());
        }
        Set<String> allMacros = new HashSet<>(macros);
        Set<String> allVisitGoals = new HashSet<>(visitGoals);
        for (Goal goal : site.goals().values()) {
            if (goal.tier() == GoalTier.MACRO) {
                allMacros.add(goal.id());
            }
            if (goal.alternatives().stream().anyMatch(each -> each.engagement() != null)) {
                allVisitGoals.add(goal.id());
            }
        }
        return new EventReach(next, longest, Set.copyOf(allSteps), Set.copyOf(allMacros), Set.copyOf(allVisitGoals));
    }

    /** Whether one of the goals depends on the visit, which every event changes. */
    boolean lookAtVisits(Set<String> goals) {
        return goals.stream().anyMatch(visitGoals::contains);
    }
}
