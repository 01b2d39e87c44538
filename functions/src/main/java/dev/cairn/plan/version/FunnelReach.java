package dev.cairn.plan.version;

import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.goal.Goal;
import dev.cairn.plan.model.Site;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the funnels of a site use, in all plan versions up to one. Every event is checked against it, so it is extended
 * by a new version instead of being read from all of them.
 *
 * @param version the last one that is included; -1 for none
 * @param longestWindowMillis of any funnel
 * @param steps goals that are a step of a funnel
 * @param visitGoals goals that depend on the visit so far
 */
record FunnelReach(int version, long longestWindowMillis, Set<String> steps, Set<String> visitGoals) {
    static final FunnelReach NOTHING = new FunnelReach(-1, 0, Set.of(), Set.of());

    /** @param site as of that version, null when the version does not have it */
    FunnelReach and(int next, @Nullable Site site) {
        if (site == null) {
            return new FunnelReach(next, longestWindowMillis, steps, visitGoals);
        }
        long longest = longestWindowMillis;
        Set<String> allSteps = new HashSet<>(steps);
        for (Funnel funnel : site.funnels().values()) {
            longest = Math.max(longest, funnel.windowMillis());
            allSteps.addAll(funnel.steps());
        }
        Set<String> allVisitGoals = new HashSet<>(visitGoals);
        site.goals().values().stream()
                .filter(goal -> goal.alternatives().stream().anyMatch(each -> each.engagement() != null))
                .map(Goal::id)
                .forEach(allVisitGoals::add);
        return new FunnelReach(next, longest, Set.copyOf(allSteps), Set.copyOf(allVisitGoals));
    }

    /** Whether a step depends on the visit, which any event changes. */
    boolean looksAtVisits() {
        return steps.stream().anyMatch(visitGoals::contains);
    }
}
