package dev.cairn.aggregate.count;

import java.util.function.BooleanSupplier;

/**
 * One run of the aggregator.
 *
 * @param asOf its start, rounded down to the half hour (F2), epoch milliseconds
 * @param epoch that began before the run read anything
 * @param timeLeft false when nothing further should be begun
 * @param persons those it has resolved already
 */
public record RunContext(long asOf, long epoch, BooleanSupplier timeLeft, ResolvedPersonCache persons) {

    /** The same run, in which nothing further is begun as soon as that is false, either. */
    public RunContext whileAlso(BooleanSupplier condition) {
        return new RunContext(asOf, epoch, () -> timeLeft.getAsBoolean() && condition.getAsBoolean(), persons);
    }
}
