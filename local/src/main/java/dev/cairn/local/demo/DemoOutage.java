package dev.cairn.local.demo;

import java.time.Instant;

/**
 * A period in which part of the demo shop does not work.
 *
 * @param until exclusive
 */
record DemoOutage(Instant from, Instant until) {

    /** @param at epoch milliseconds */
    boolean holdsAt(long at) {
        return at >= from.toEpochMilli() && at < until.toEpochMilli();
    }
}
