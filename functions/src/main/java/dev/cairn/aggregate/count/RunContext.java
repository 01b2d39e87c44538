package dev.cairn.aggregate.count;

import java.util.function.BooleanSupplier;

/**
 * One run of the aggregator.
 *
 * @param asOf its start, rounded down to the half hour (F2), in epoch milliseconds
 * @param epoch the run's epoch, which began before the run read anything
 * @param timeLeft false when nothing further should be started
 * @param persons persons the run has already tagged
 */
public record RunContext(long asOf, long epoch, BooleanSupplier timeLeft, TaggedPersonCache persons) {

    /** The same run, which also stops starting work once {@code condition} is false. */
    public RunContext whileAlso(BooleanSupplier condition) {
        return new RunContext(asOf, epoch, () -> timeLeft.getAsBoolean() && condition.getAsBoolean(), persons);
    }
}
