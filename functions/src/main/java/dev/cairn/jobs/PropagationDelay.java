package dev.cairn.jobs;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a backfill or an erasure waits for other components after it was requested.
 *
 * @param tagging time after which every running classifier knows of it
 * @param archiving time after which a record missing from the archive will never reach it
 */
public record PropagationDelay(Duration tagging, Duration archiving) {
    /** The classifier's time limit, plus possible clock skew. */
    private static final Duration LONGEST_BATCH = Duration.ofSeconds(90);

    /** Much longer than the archive lags behind the stream. */
    private static final Duration ARCHIVED_WITHIN = Duration.ofHours(6);

    /** For callers that start a run only once everything received before its jobs is classified and archived. */
    public static final PropagationDelay NONE = new PropagationDelay(Duration.ZERO, Duration.ZERO);

    /** @param cacheFor how long it may take until a new plan or rule is known everywhere */
    static PropagationDelay inTheCloud(Duration cacheFor) {
        return new PropagationDelay(cacheFor.plus(LONGEST_BATCH), ARCHIVED_WITHIN);
    }

    boolean isTaggingOver(Instant since, Instant now) {
        return isOver(tagging, since, now);
    }

    boolean isArchivingOver(Instant since, Instant now) {
        return isOver(archiving, since, now);
    }

    /** A wait of zero is over at once, even if a clock was set back. */
    private static boolean isOver(Duration wait, Instant since, Instant now) {
        return wait.isZero() || !now.isBefore(since.plus(wait));
    }
}
