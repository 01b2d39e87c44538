package dev.cairn.jobs;

import dev.cairn.plan.version.BackfillRules.Backfill;
import dev.cairn.store.work.JobStore.Job;
import dev.cairn.store.work.JobStore.Progress;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The progress of a backfill once the archive is done: a position that sorts after every key of the archive.
 *
 * @param day the day to check next
 * @param left number of events on earlier days that keep their earlier tags
 */
record BackfillPosition(LocalDate day, long left) {
    private static final String PREFIX = "tagged/";

    static Optional<BackfillPosition> tryParse(String position) {
        if (!position.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String[] parts = position.split("/");
        return Optional.of(new BackfillPosition(LocalDate.parse(parts[1]), Long.parseLong(parts[2])));
    }

    BackfillPosition next(long more) {
        return new BackfillPosition(day.plusDays(1), left + more);
    }

    /** The job at this position; in its progress, days follow the archive's objects. */
    Job of(Job fed, Backfill rule) {
        Progress progress = fed.progress();
        long objects = BackfillPosition.tryParse(progress.position()).isEmpty() ? progress.done() : progress.total();
        return fed.at(progress.from(PREFIX + day + "/" + left)
                .of(
                        objects + ChronoUnit.DAYS.between(rule.from(), day),
                        objects + ChronoUnit.DAYS.between(rule.from(), rule.to()) + 1));
    }
}
