package dev.cairn.jobs;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a backfill or an erasure waits for others after it was asked for.
 *
 * @param tagging after which nobody classifies who did not know of it
 * @param archiving after which what is not in the archive will never be
 */
public record PropagationDelay(Duration tagging, Duration archiving) {
    /** The classifier's time limit, and what clocks may differ by. */
    private static final Duration LONGEST_BATCH = Duration.ofSeconds(90);

    /** Much longer than the archive is behind the stream. */
    private static final Duration ARCHIVED_WITHIN = Duration.ofHours(6);

    /** Where a run is only begun when all that came before its jobs is classified and archived. */
    public static final PropagationDelay NONE = new PropagationDelay(Duration.ZERO, Duration.ZERO);

    /** @param cacheFor how long after it was put a plan, or a rule, may not be known everywhere */
    static PropagationDelay inTheCloud(Duration cacheFor) {
        return new PropagationDelay(cacheFor.plus(LONGEST_BATCH), ARCHIVED_WITHIN);
    }

    boolean isTaggingOver(Instant since, Instant now) {
        return isOver(tagging, since, now);
    }

    boolean isArchivingOver(Instant since, Instant now) {
        return isOver(archiving, since, now);
    }

    /** None is over at once, also where a clock was set back. */
    private static boolean isOver(Duration wait, Instant since, Instant now) {
        return wait.isZero() || !now.isBefore(since.plus(wait));
    }
}
