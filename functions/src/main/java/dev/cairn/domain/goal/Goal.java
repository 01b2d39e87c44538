package dev.cairn.domain.goal;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.GoalMatch;
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
 * @param alternatives at least one; without engagement, every matching event meets the goal; with engagement, at most
 *     one per visit
 * @param value the value of its conversions
 * @param senders the senders whose events may meet it
 * @param ads how its conversions are sent to ad platforms; null if they are not (N9)
 */
public record Goal(
        String id,
        GoalTier tier,
        @Nullable MicroKind kind,
        List<Alternative> alternatives,
        CountingMethod count,
        GoalValue value,
        Senders senders,
        @Nullable AdsAction ads) {

    /**
     * One way to meet the goal: a match on the event and, at that event, thresholds on the visit so far.
     *
     * @param engagement null if the alternative depends only on the event itself
     */
    public record Alternative(EventMatch match, @Nullable VisitCondition engagement) {}

    /**
     * Returns the goals whose match holds for the event.
     *
     * @param server whether the event was sent with a server key
     */
    public static Set<GoalMatch> matching(Collection<Goal> goals, AcceptedEvent event, boolean server) {
        return matching(goals, new MeteredEvent(event), server);
    }

    /** Same, for an event whose matching steps are counted. */
    public static Set<GoalMatch> matching(Collection<Goal> goals, MeteredEvent event, boolean server) {
        return matching(goals, server, match -> match.holds(event));
    }

    /** Same, with the match evaluated by the caller. */
    public static Set<GoalMatch> matching(Collection<Goal> goals, boolean server, Predicate<EventMatch> holds) {
        Set<GoalMatch> matching = new TreeSet<>();
        for (Goal goal : goals) {
            for (int i = 0; i < goal.alternatives.size(); i++) {
                Alternative alternative = goal.alternatives.get(i);
                if (goal.admits(server) && holds.test(alternative.match())) {
                    matching.add(
                            alternative.engagement() == null
                                    ? GoalMatch.unconditional(goal.id)
                                    : new GoalMatch(goal.id, i));
                }
            }
        }
        return matching;
    }

    /** Whether events from this kind of sender can meet the goal (D2). */
    public boolean admits(boolean server) {
        return server || !byServer();
    }

    /** Whether only events sent with a server key meet this goal (D2). */
    public boolean byServer() {
        return senders == Senders.SERVERS_ONLY;
    }

    /** Whether events from the pixel may meet this goal (B5). */
    public boolean pixel() {
        return senders == Senders.PIXEL_TOO;
    }
}
