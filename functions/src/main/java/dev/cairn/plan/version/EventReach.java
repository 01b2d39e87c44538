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
 * Which events of a site may change figures of earlier days, according to all plan versions up to one: those that
 * funnels and audiences use, and those that meet macro goals, which insights follow from earlier days. Every event is
 * checked against it, so it is extended by a new version instead of being read from all of them.
 *
 * @param version the last one that is included; -1 for none
 * @param longestWindowMillis of any funnel, or reach of any audience
 * @param laterSteps goals that are a step of a funnel other than the first, or that an audience names. A day's entries
 *     begin on that day (F1), so an event that meets only first steps changes nothing of an earlier day
 * @param macros goals that are a macro goal
 * @param visitGoals goals that depend on the visit so far
 */
record EventReach(
        int version, long longestWindowMillis, Set<String> laterSteps, Set<String> macros, Set<String> visitGoals) {
    static final EventReach NOTHING = new EventReach(-1, 0, Set.of(), Set.of(), Set.of());

    /** @param site as of that version, null when the version does not have it */
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

    /** Whether one of the goals depends on the visit, which any event changes. */
    boolean lookAtVisits(Set<String> goals) {
        return goals.stream().anyMatch(visitGoals::contains);
    }
}
