package dev.cairn.restate;

import dev.cairn.domain.Delivery;
import dev.cairn.domain.StoredEvent;
import dev.cairn.plan.Backfills.Backfill;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.store.ArchiveHours;
import dev.cairn.store.Items;
import dev.cairn.store.Jobs.Job;
import dev.cairn.store.Jobs.Status;
import dev.cairn.store.Runs;
import dev.cairn.store.VisitorDays;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * R4: the events of some days are tagged by the plan version that was in force when the backfill was asked for. The
 * rule that says so holds for everybody within {@link dev.cairn.plan.Backfills#inForceWithin}; what comes in from then on needs no more than that. So
 * what is left is what came before: it is in the archive, or will be, and it is done when no stored event of these days
 * is tagged by an earlier version.
 */
final class BackfillWork implements Work {
    /** Longer than the archive is behind the stream. What is not in it by then was never archived, or is forgotten. */
    private static final Duration ARCHIVED_WITHIN = Duration.ofHours(6);

    /** Objects of these hours may have come late. */
    private static final Duration LOOKED_AT_AGAIN = Duration.ofHours(3);

    private final Plans plans;
    private final Feed feed;
    private final VisitorDays visitorDays;
    private final Runs runs;
    private final Clock clock;

    BackfillWork(Plans plans, Feed feed, Items items, Clock clock) {
        this.plans = plans;
        this.feed = feed;
        this.visitorDays = new VisitorDays(items);
        this.runs = new Runs(items);
        this.clock = clock;
    }

    @Override
    public Job run(Job job, Note note, BooleanSupplier timeLeft) {
        int number = Integer.parseInt(job.what().get("backfill"));
        Optional<Backfill> rule = plans.backfills().of(job.site()).stream()
                .filter(each -> each.number() == number)
                .findFirst();
        Optional<Site> site = plans.site(job.site());
        if (rule.isEmpty() || site.isEmpty()) {
            return job.over(Status.FAILED, "the site is not in the plan any more", clock.instant());
        }
        if (clock.instant().isBefore(rule.get().since().plus(plans.backfills().inForceWithin()))) {
            return job.waiting("until the plan's version is in force everywhere");
        }
        Instant from =
                Instant.ofEpochMilli(site.get().zones().startOf(rule.get().from()));
        Instant now = clock.instant();
        Job fed = feed.run(
                job,
                from,
                now.plusSeconds(1),
                delivery -> isAbout(delivery, site.get(), rule.get()),
                false,
                note,
                timeLeft);
        return timeLeft.getAsBoolean() && fed.done() == fed.total() ? finish(fed, site.get(), rule.get()) : fed;
    }

    private static boolean isAbout(Delivery delivery, Site site, Backfill rule) {
        return delivery.site().equals(site.id())
                && delivery.planVersion() < rule.planVersion()
                && delivery.events().stream().anyMatch(event -> {
                    LocalDate day = site.zones().dayOf(event.at());
                    return !day.isBefore(rule.from()) && !day.isAfter(rule.to());
                });
    }

    private Job finish(Job job, Site site, Backfill rule) {
        long left = left(site, rule);
        Instant now = clock.instant();
        if (left > 0 && now.isBefore(rule.since().plus(ARCHIVED_WITHIN))) {
            Instant again = rule.since().minus(LOOKED_AT_AGAIN);
            return job.at(ArchiveHours.prefix(again), job.done(), job.total(), job.events())
                    .waiting(left + " events are not in the archive yet");
        }
        plans.backfills().finish(site.id(), rule.number());
        runs.want(site.id());
        String message = left == 0
                ? "every event of these days is tagged by plan version " + rule.planVersion()
                : left + " events keep their earlier tags: they are not in the archive";
        return job.over(Status.DONE, message, now);
    }

    /** Events of the rule's days that are tagged by an earlier version. */
    private long left(Site site, Backfill rule) {
        long left = 0;
        for (LocalDate day = rule.from(); !day.isAfter(rule.to()); day = day.plusDays(1)) {
            for (int bucket = 0; bucket < VisitorDays.BUCKETS; bucket++) {
                left += visitorDays.bucket(site.id(), day, bucket).values().stream()
                        .flatMap(loaded -> loaded.day().kept().stream())
                        .flatMap(kept -> kept.copies().stream())
                        .filter(copy -> isLeft(copy, rule))
                        .count();
            }
        }
        return left;
    }

    private static boolean isLeft(StoredEvent copy, Backfill rule) {
        return !copy.elsewhere() && copy.planVersion() < rule.planVersion();
    }
}
