package dev.cairn.domain.event;

import java.util.Comparator;

/**
 * A goal whose match on the event alone holds. Whether the event meets the goal also depends on the visit if the
 * alternative that matched has a condition on it.
 *
 * @param goal id of the goal
 * @param alternative index of the alternative that also depends on the visit; {@link #UNCONDITIONAL} if the event alone
 *     decides
 */
public record GoalMatch(String goal, int alternative) implements Comparable<GoalMatch> {
    public static final int UNCONDITIONAL = -1;

    private static final Comparator<GoalMatch> ORDER =
            Comparator.comparing(GoalMatch::goal).thenComparingInt(GoalMatch::alternative);

    /** A goal that the event meets whatever its visit is. */
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
