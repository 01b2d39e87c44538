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
 * @param kind null for a macro
 * @param alternatives at least one; those without engagement are met by each such event, those with it once per visit
 * @param valued a conversion takes the event's value
 * @param fixedValue a conversion is worth this much; null when {@code valued} or worth nothing
 * @param pixel the pixel may meet this goal (B5)
 * @param ads {@code primary}, {@code secondary} or null (N9)
 * @param byServer only events sent with a server key meet this goal (D2)
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
     * One way to meet the goal: the event itself and, at that event, the visit so far.
     *
     * @param engagement null when single events are looked at only
     */
    public record Alternative(EventMatch match, @Nullable EngagementThreshold engagement) {}

    /**
     * Which of the goals the event meets by itself: {@code goal}, or {@code goal~2} where alternative 2 also looks at
     * the visit.
     *
     * @param server the event was sent with a server key
     */
    public static Set<String> matching(Collection<Goal> goals, AcceptedEvent event, boolean server) {
        return matching(goals, server, match -> match.holds(event));
    }

    /** The same, for an event that is known in another way. */
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
