package dev.cairn.collect.event;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.goal.Goal;

/** What is known of goals before an event's visit is. */
public final class ImmediateGoals {
    private ImmediateGoals() {}

    /**
     * Whether the event meets the goal without a look at its visit.
     *
     * @param server the event was sent with a server key
     */
    public static boolean byEventAlone(Goal goal, AcceptedEvent event, boolean server) {
        return goal.admits(server)
                && goal.alternatives().stream()
                        .anyMatch(way -> way.engagement() == null && way.match().holds(event));
    }
}
