/** Counts buckets, keeps what they came to, and adds them up to rows. */
@org.jspecify.annotations.NullMarked
package dev.cairn.aggregate.count;
