package dev.cairn.store.work;

import java.time.Duration;

/**
 * Those to whom a run of the aggregator hands lists of buckets to count: other invocations of Lambda in the cloud, threads
 * on one machine. Work that is handed out may be lost, or be done twice; so it is idempotent, what is done is seen in the
 * tables only, and nobody waits for a worker.
 */
public interface Workers {

    /** A run counts everything itself. */
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

    /** As many as a run may start. */
    int most();

    /** How much work is worth a worker. A run with less than that starts none. */
    Duration each();

    /** Starts one and comes back at once. Throws an unchecked exception when it may not have been started. */
    void start(byte[] work);
}
