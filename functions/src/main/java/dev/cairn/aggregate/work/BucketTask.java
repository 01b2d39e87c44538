package dev.cairn.aggregate.work;

import dev.cairn.aggregate.count.WorkEstimate;

/**
 * A bucket of a site's day that a run is to count: what it knows of it does not cover its mark. Idempotent: whoever counts
 * it keeps what it comes to, and nobody else needs to.
 *
 * @param work estimated microseconds, see {@link WorkEstimate}
 */
record BucketTask(SharedDay day, int bucket, long work) {}
