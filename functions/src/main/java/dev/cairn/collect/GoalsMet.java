package dev.cairn.collect;

import dev.cairn.domain.AcceptedEvent;
import dev.cairn.domain.Goal;

/** What is known of goals before an event's visit is. */
final class GoalsMet {
    private GoalsMet() {}

    /** Whether the event meets the goal without a look at its visit. */
    static boolean byEventAlone(Goal goal, AcceptedEvent event) {
        return goal.alternatives().stream()
                .anyMatch(way -> way.engagement() == null && way.match().holds(event));
    }
}
