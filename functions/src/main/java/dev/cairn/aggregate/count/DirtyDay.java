package dev.cairn.aggregate.count;

import dev.cairn.plan.model.Site;
import dev.cairn.store.bucket.DirtyBuckets.Mark;
import java.time.LocalDate;
import java.util.List;

/**
 * A site's day that a run has to update.
 *
 * @param raised its marks, listed after the run's epoch began
 * @param work estimated work for the whole day in microseconds, see {@link WorkEstimate}
 */
public record DirtyDay(Site site, LocalDate day, List<Mark> raised, long work) {}
