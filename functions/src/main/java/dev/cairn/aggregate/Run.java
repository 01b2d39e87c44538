package dev.cairn.aggregate;

import java.util.function.BooleanSupplier;

/**
 * One run of the aggregator.
 *
 * @param asOf its start, rounded down to the half hour (F2), epoch milliseconds
 * @param epoch that began before the run read anything
 * @param timeLeft false when nothing further should be begun
 * @param persons those it has resolved already
 */
record Run(long asOf, long epoch, BooleanSupplier timeLeft, ResolvedPersons persons) {

    /** The same run, in which nothing further is begun as soon as that is false, either. */
    Run whileAlso(BooleanSupplier condition) {
        return new Run(asOf, epoch, () -> timeLeft.getAsBoolean() && condition.getAsBoolean(), persons);
    }
}
