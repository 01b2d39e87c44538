package dev.cairn.store.work;

import java.time.Duration;

/**
 * Starts workers that count lists of buckets for an aggregation run: Lambda invocations in the cloud, threads on one
 * machine. Work that is handed out may be lost or done twice, so it is idempotent, its results are visible only in the
 * tables, and the run never waits for a worker.
 */
public interface Workers {

    /** No workers: the run counts everything itself. */
    Workers NONE = new Workers() {
        @Override
        public int most() {
            return 0;
        }

        @Override
        public Duration each() {
            return Duration.ofDays(1);
        }

        @Override
        public void start(byte[] work) {
            throw new UnsupportedOperationException("there are no workers");
        }
    };

    /** The maximum number of workers a run may start. */
    int most();

    /** How much work justifies a worker. A run with less work starts none. */
    Duration each();

    /**
     * Starts a worker and returns immediately. Throws an unchecked exception when the worker may not have been started.
     */
    void start(byte[] work);
}
