package dev.cairn.classify;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.GoalMatch;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.MeteredEvent;
import dev.cairn.plan.model.Site;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Shares the time in which a process matches goals fairly among the sites, so that a site whose goals are expensive
 * cannot delay the events of others. Each site may save up a second's work. What it uses is given back while the process
 * is idle, and a little with each batch; the sites that have something to get back share it equally. Nothing is given back
 * while a batch is worked on: on a machine that is slow for another reason, an expensive site would get back as much as it
 * uses. Work is counted in the steps of {@link MeteredEvent}. Only the process remembers what was used: if it dies, every site begins with its savings again.
 * Not thread-safe.
 */
final class MatchingBudget implements GoalMatcher {
    /** A second of CPU time: 50 events under the most expensive plan that the limits allow. */
    static final long MOST_SAVED = 250_000_000;

    /** Of idle time: a sixth of a CPU. An event of the default plan takes some thousand steps. */
    static final long STEPS_A_SECOND = 40_000_000;

    /** Of each batch, however busy the process is: an event under the most expensive plan. */
    static final long STEPS_A_BATCH = 5_000_000;

    private static final double NANOS_A_SECOND = 1e9;

    private final LongSupplier nanos;
    private final long mostSaved;
    private final long stepsASecond;

    /** What is left to the sites that have used something, below zero where the last event cost more than was left. */
    private final Map<String, Long> left = new HashMap<>();

    private final long stepsABatch;
    private long idleSince;

    /** @param nanos a clock that does not jump, such as {@link System#nanoTime} */
    MatchingBudget(LongSupplier nanos) {
        this(nanos, MOST_SAVED, STEPS_A_SECOND, STEPS_A_BATCH);
    }

    /**
     * @param mostSaved steps that a site may use at once
     * @param stepsASecond steps that all sites together get back in a second without work
     * @param stepsABatch steps that all sites together get back with each batch
     */
    MatchingBudget(LongSupplier nanos, long mostSaved, long stepsASecond, long stepsABatch) {
        this.nanos = nanos;
        this.mostSaved = mostSaved;
        this.stepsASecond = stepsASecond;
        this.stepsABatch = stepsABatch;
        this.idleSince = nanos.getAsLong();
    }

    /** Thrown instead of matching when the site has nothing left. */
    static final class SpentException extends RuntimeException {
        SpentException(String site) {
            super("site " + site + " has used up its share of the time for matching goals", null, false, false);
        }
    }

    @Override
    public Set<GoalMatch> matching(Site site, AcceptedEvent event, boolean server) {
        if (left.getOrDefault(site.id(), mostSaved) <= 0) {
            throw new SpentException(site.id());
        }
        MeteredEvent matched = new MeteredEvent(event);
        try {
            return Goal.matching(site.goals().values(), matched, server);
        } finally {
            left.merge(site.id(), mostSaved - matched.steps(), (before, any) -> before - matched.steps());
        }
    }

    /** Gives back what is due. To be called before a batch is worked on. */
    void begin() {
        if (!left.isEmpty()) {
            double idle = Math.max(0, nanos.getAsLong() - idleSince) / NANOS_A_SECOND;
            long each = (long) (idle * stepsASecond + stepsABatch) / left.size();
            left.replaceAll((site, steps) -> steps + each);
            left.values().removeIf(steps -> steps >= mostSaved);
        }
    }

    /** To be called after a batch, also if it failed. */
    void end() {
        idleSince = nanos.getAsLong();
    }
}
