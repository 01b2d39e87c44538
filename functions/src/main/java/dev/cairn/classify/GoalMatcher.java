package dev.cairn.classify;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.GoalMatch;
import dev.cairn.domain.goal.Goal;
import dev.cairn.plan.model.Site;
import java.util.Set;

/** Matches an event against the goals of a site. */
@FunctionalInterface
interface GoalMatcher {
    /** Matches every event, with no limit other than that of a single event. */
    GoalMatcher UNLIMITED = (site, event, server) -> Goal.matching(site.goals().values(), event, server);

    /** Matches no goals, for callers that only need the events. */
    GoalMatcher NOTHING = (site, event, server) -> Set.of();

    /**
     * Returns the goals that the event meets on its own.
     *
     * @param site the site as defined by the plan version that tags the event
     * @param server whether the event was sent with a server key
     */
    Set<GoalMatch> matching(Site site, AcceptedEvent event, boolean server);
}
