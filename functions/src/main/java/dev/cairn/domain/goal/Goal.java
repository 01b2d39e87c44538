package dev.cairn.domain.goal;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Money;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A named predicate over events: an event meets the goal when one of its alternatives holds.
 *
 * @param kind null for a macro goal
 * @param alternatives at least one; without engagement, every matching event meets it; with engagement, once per visit
 * @param valued whether a conversion takes the event's value
 * @param fixedValue value of each conversion; null when {@code valued} or when conversions have no value
 * @param pixel whether the pixel may meet this goal (B5)
 * @param ads {@code primary}, {@code secondary} or null (N9)
 * @param byServer whether only events sent with a server key meet this goal (D2)
 */
public record Goal(
        String id,
        GoalTier tier,
        @Nullable MicroKind kind,
        List<Alternative> alternatives,
        CountingMethod count,
        boolean valued,
        @Nullable Money fixedValue,
        boolean pixel,
        @Nullable String ads,
        boolean byServer) {

    /**
     * One way to meet the goal: a match on the event and, at that event, thresholds on the visit so far.
     *
     * @param engagement null when the alternative depends on single events only
     */
    public record Alternative(EventMatch match, @Nullable VisitCondition engagement) {}

    /**
     * Returns the goals whose match holds for the event: {@code goal}, or {@code goal~2} if alternative 2 also depends
     * on the visit.
     *
     * @param server whether the event was sent with a server key
     */
    public static Set<String> matching(Collection<Goal> goals, AcceptedEvent event, boolean server) {
        return matching(goals, server, match -> match.holds(event));
    }

    /** Same, with the match evaluated by the caller. */
    public static Set<String> matching(Collection<Goal> goals, boolean server, Predicate<EventMatch> holds) {
        Set<String> matching = new TreeSet<>();
        for (Goal goal : goals) {
            for (int i = 0; i < goal.alternatives.size(); i++) {
                if (goal.admits(server) && holds.test(goal.alternatives.get(i).match())) {
                    matching.add(goal.alternatives.get(i).engagement() == null ? goal.id : goal.id + "~" + i);
                }
            }
        }
        return matching;
    }

    /** Whether an event from this kind of sender may meet the goal at all (D2). */
    public boolean admits(boolean server) {
        return server || !byServer;
    }
}
