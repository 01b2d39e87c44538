/** Counts buckets, caches their statistics and sums them up into rows. */
@org.jspecify.annotations.NullMarked
package dev.cairn.aggregate.count;
