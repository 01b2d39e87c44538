package dev.cairn.aggregate.work;

import dev.cairn.aggregate.count.WorkEstimate;

/**
 * A bucket of a site's day that a run has to count, because its partial does not cover its mark. Idempotent: the result
 * is cached, so only one worker needs to count the bucket.
 *
 * @param work estimated work in microseconds, see {@link WorkEstimate}
 */
record BucketTask(SharedDay day, int bucket, long work) {}
