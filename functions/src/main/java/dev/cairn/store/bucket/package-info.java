/** Tracks how many buckets a day has and which of them have changed. */
@org.jspecify.annotations.NullMarked
package dev.cairn.store.bucket;
