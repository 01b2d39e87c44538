package dev.cairn.jobs;

import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.ItemStore;
import dev.cairn.store.statistic.AggregationRuns;
import dev.cairn.store.work.JobStore.Job;
import dev.cairn.store.work.JobStore.Status;
import dev.cairn.store.work.Quarantine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * Runs a rebuild (R8): classifies again everything in the archive that is within its retention. Empty tables are filled
 * again. In existing tables it adds what is missing, takes records out of quarantine that can be stored now, and
 * changes nothing else.
 */
final class RebuildTask implements JobTask {
    private final PlanRepository plans;
    private final ArchiveReplay feed;
    private final AggregationRuns runs;
    private final ReplayScheduler replayOrder;
    private final Clock clock;

    RebuildTask(PlanRepository plans, ArchiveReplay feed, ItemStore items, Clock clock) {
        this.plans = plans;
        this.feed = feed;
        this.runs = new AggregationRuns(items);
        this.replayOrder = new ReplayScheduler(items, clock);
        this.clock = clock;
    }

    @Override
    public Job run(Job job, Note note, BooleanSupplier timeLeft) {
        int longest = plans.current().sites().values().stream()
                .mapToInt(Site::retentionDays)
                .max()
                .orElse(0);
        Instant now = clock.instant();
        Job fed = feed.run(
                job,
                now.minus(Duration.ofDays(longest + 1L)),
                ArchiveReplay.upTo(clock),
                delivery -> isKept(delivery.site(), delivery.receivedAt()),
                true,
                note,
                timeLeft);
        if (!fed.progress().allDone()) {
            return fed;
        }
        plans.current().sites().keySet().forEach(runs::want);
        plans.current().sites().keySet().forEach(replayOrder::give);
        replayOrder.give(Quarantine.UNKNOWN_SITE);
        return fed.over(Status.DONE, UnreadableObjects.after("everything in the archive was classified", fed), now);
    }

    /** Data past the retention of every site need not be restored. */
    private boolean isKept(String site, long receivedAt) {
        Site known = plans.current().sites().get(site);
        return known == null || known.forgets(known.zones().dayOf(receivedAt)).isAfter(clock.instant());
    }
}
