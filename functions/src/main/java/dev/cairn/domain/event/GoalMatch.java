package dev.cairn.domain.event;

import java.util.Comparator;

/**
 * A goal that matches an event on its own. If the matching alternative has a condition on the visit, the visit also
 * decides whether the event meets the goal.
 *
 * @param goal id of the goal
 * @param alternative index of the alternative that also depends on the visit; {@link #UNCONDITIONAL} if the event alone
 *     decides
 */
public record GoalMatch(String goal, int alternative) implements Comparable<GoalMatch> {
    public static final int UNCONDITIONAL = -1;

    private static final Comparator<GoalMatch> ORDER =
            Comparator.comparing(GoalMatch::goal).thenComparingInt(GoalMatch::alternative);

    /** Creates a match for a goal that the event meets regardless of its visit. */
    public static GoalMatch unconditional(String goal) {
        return new GoalMatch(goal, UNCONDITIONAL);
    }

    public boolean isUnconditional() {
        return alternative == UNCONDITIONAL;
    }

    @Override
    public int compareTo(GoalMatch other) {
        return ORDER.compare(this, other);
    }
}
