package dev.cairn.collect.event;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.goal.Goal;

/** Determines which goals an event meets before its visit is known. */
public final class ImmediateGoals {
    private ImmediateGoals() {}

    /**
     * Whether the event meets the goal regardless of its visit.
     *
     * @param server whether the event was sent with a server key
     */
    public static boolean byEventAlone(Goal goal, AcceptedEvent event, boolean server) {
        return goal.admits(server)
                && goal.alternatives().stream()
                        .anyMatch(way -> way.engagement() == null && way.match().holds(event));
    }
}
