package dev.cairn.aggregate;

/**
 * A bucket of a site's day that a run is to count: what it knows of it does not cover its mark. Idempotent: whoever counts
 * it keeps what it comes to, and nobody else needs to.
 *
 * @param work estimated microseconds, see {@link Work}
 */
record Task(SharedDay day, int bucket, long work) {}
