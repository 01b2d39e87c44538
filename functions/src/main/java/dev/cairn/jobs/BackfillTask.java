package dev.cairn.jobs;

import dev.cairn.domain.event.Delivery;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.BackfillRules;
import dev.cairn.plan.version.BackfillRules.Backfill;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.SiteGoals;
import dev.cairn.store.ArchiveKeys;
import dev.cairn.store.ItemStore;
import dev.cairn.store.bucket.DirtyBuckets;
import dev.cairn.store.bucket.DirtyBuckets.BucketKey;
import dev.cairn.store.statistic.AggregationRuns;
import dev.cairn.store.work.JobStore.Job;
import dev.cairn.store.work.JobStore.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Runs a backfill (R4): the events of some days are retagged with the plan version that was current when the backfill
 * was requested. The backfill's rule soon applies everywhere, so events that arrive from then on need no further work.
 * Earlier events are classified again from the archive. Then each stored day is checked for events that are not in the
 * archive yet. Finally the days are marked, because different goals, averages and funnels now apply to them.
 */
final class BackfillTask implements JobTask {
    private final PlanRepository plans;
    /** Not cached, so that it includes a backfill requested a moment ago. */
    private final BackfillRules backfills;

    private final ArchiveReplay feed;
    private final StoredDays days;
    private final AggregationRuns runs;
    private final DirtyBuckets marks;
    private final ReplayScheduler replayOrder;
    private final Clock clock;
    private final PropagationDelay patience;

    BackfillTask(PlanRepository plans, ArchiveReplay feed, ItemStore items, Clock clock, PropagationDelay patience) {
        this.plans = plans;
        this.backfills = new BackfillRules(items, clock, Duration.ZERO);
        this.feed = feed;
        this.days = new StoredDays(items, clock);
        this.runs = new AggregationRuns(items);
        this.marks = new DirtyBuckets(items, clock);
        this.replayOrder = new ReplayScheduler(items, clock);
        this.clock = clock;
        this.patience = patience;
    }

    @Override
    public Job run(Job job, Note note, BooleanSupplier timeLeft) {
        int number = Integer.parseInt(job.what().get("backfill"));
        Optional<Backfill> rule = backfills.of(job.site()).stream()
                .filter(each -> each.number() == number)
                .findFirst();
        Optional<Site> site = plans.site(job.site());
        if (site.isEmpty()) {
            return job.over(Status.FAILED, "the site is no longer in the plan", clock.instant());
        }
        if (rule.isEmpty() || !patience.isTaggingOver(rule.get().since(), clock.instant())) {
            return job.waiting("the plan version is not active everywhere yet");
        }
        Job fed = feed.run(
                job,
                Instant.ofEpochMilli(site.get().zones().startOf(rule.get().from())),
                ArchiveReplay.upTo(clock),
                delivery -> isAbout(delivery, site.get(), rule.get()),
                false,
                note,
                timeLeft);
        return fed.progress().allDone() ? check(fed, site.get(), rule.get(), note, timeLeft) : fed;
    }

    private static boolean isAbout(Delivery delivery, Site site, Backfill rule) {
        return delivery.site().equals(site.id())
                && delivery.planVersion() < rule.planVersion()
                && delivery.events().stream().anyMatch(event -> {
                    LocalDate day = site.zones().dayOf(event.at());
                    return !day.isBefore(rule.from()) && !day.isAfter(rule.to());
                });
    }

    private Job check(Job fed, Site site, Backfill rule, Note note, BooleanSupplier timeLeft) {
        BackfillPosition position =
                BackfillPosition.tryParse(fed.progress().position()).orElse(new BackfillPosition(rule.from(), 0));
        Job now = position.of(fed, rule);
        while (!position.day().isAfter(rule.to())) {
            if (!timeLeft.getAsBoolean() || !note.take(now)) {
                return now;
            }
            long left = days.left(site, position.day(), rule.planVersion());
            if (left > 0 && !patience.isArchivingOver(rule.since(), clock.instant())) {
                Instant again = rule.since().minus(ArchiveReplay.HELD_UP);
                return fed.at(fed.progress().from(ArchiveKeys.prefix(again)))
                        .waiting(left + " events of " + position.day() + " are not in the archive yet");
            }
            position = position.next(left);
            now = position.of(fed, rule);
        }
        return finish(now, site, rule, position.left());
    }

    /**
     * The goals, averages and funnels of these days have changed, which affects funnel entries before and completions
     * after them. It also affects insights that track visitors from earlier days, and conversions that look back on
     * these days.
     */
    private List<BucketKey> places(Site site, Backfill rule) {
        int reach = new SiteGoals(plans, site.id()).reachDays();
        return rule.from()
                .minusDays(reach)
                .datesUntil(rule.to().plusDays(reach + 1L))
                .flatMap(day -> days.places(site, day).stream())
                .toList();
    }

    private Job finish(Job job, Site site, Backfill rule, long left) {
        if (left == 0) {
            backfills.finish(site.id(), rule.number());
        }
        marks.raise(places(site, rule));
        runs.want(site.id());
        replayOrder.give(site.id());
        String message = left == 0
                ? "every event of these days is tagged with plan version " + rule.planVersion() + " or later"
                : left + " events keep their earlier tags: they are not in the archive";
        return job.over(Status.DONE, UnreadableObjects.after(message, job), clock.instant());
    }
}
