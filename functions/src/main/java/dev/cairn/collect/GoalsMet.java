package dev.cairn.collect;

import dev.cairn.domain.AcceptedEvent;
import dev.cairn.domain.Goal;

/** What is known of goals before an event's visit is. */
final class GoalsMet {
    private GoalsMet() {}

    /**
     * Whether the event meets the goal without a look at its visit.
     *
     * @param server the event was sent with a server key
     */
    static boolean byEventAlone(Goal goal, AcceptedEvent event, boolean server) {
        return goal.admits(server)
                && goal.alternatives().stream()
                        .anyMatch(way -> way.engagement() == null && way.match().holds(event));
    }
}
