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
 * cannot delay the events of others. Each site has a budget of up to a second's work. While the process is idle, and to
 * a small extent with each batch, the sites below that limit are refilled in equal shares. There is no refill while a
 * batch is processed: on a machine that is slow for another reason, an expensive site would regain as much as it uses.
 * Work is counted in the steps of {@link MeteredEvent}. Usage is kept only in memory, so every site has its full budget
 * again after a restart. Not thread-safe.
 */
final class MatchingBudget implements GoalMatcher {
    /** A second of CPU time: 50 events under the most expensive plan that the limits allow. */
    static final long MOST_SAVED = 250_000_000;

    /** Refill per idle second: a sixth of a CPU. An event under the default plan takes on the order of 1,000 steps. */
    static final long STEPS_A_SECOND = 40_000_000;

    /** Refill per batch, however busy the process is: one event under the most expensive plan. */
    static final long STEPS_A_BATCH = 5_000_000;

    private static final double NANOS_A_SECOND = 1e9;

    private final LongSupplier nanos;
    private final long mostSaved;
    private final long stepsASecond;

    /** The remaining steps of sites below the full budget; negative if the last event cost more than was left. */
    private final Map<String, Long> left = new HashMap<>();

    private final long stepsABatch;
    private long idleSince;

    /** @param nanos a clock that does not jump, such as {@link System#nanoTime} */
    MatchingBudget(LongSupplier nanos) {
        this(nanos, MOST_SAVED, STEPS_A_SECOND, STEPS_A_BATCH);
    }

    /**
     * @param mostSaved steps that a site may use at once
     * @param stepsASecond steps that all sites together regain per idle second
     * @param stepsABatch steps that all sites together regain with each batch
     */
    MatchingBudget(LongSupplier nanos, long mostSaved, long stepsASecond, long stepsABatch) {
        this.nanos = nanos;
        this.mostSaved = mostSaved;
        this.stepsASecond = stepsASecond;
        this.stepsABatch = stepsABatch;
        this.idleSince = nanos.getAsLong();
    }

    /** Thrown instead of matching if the site has no budget left. */
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

    /** Refills the budgets. Must be called before a batch is processed. */
    void begin() {
        if (!left.isEmpty()) {
            double idle = Math.max(0, nanos.getAsLong() - idleSince) / NANOS_A_SECOND;
            long each = (long) (idle * stepsASecond + stepsABatch) / left.size();
            left.replaceAll((site, steps) -> steps + each);
            left.values().removeIf(steps -> steps >= mostSaved);
        }
    }

    /** Must be called after a batch, even if it failed. */
    void end() {
        idleSince = nanos.getAsLong();
    }
}
