package dev.cairn.store;

import java.util.function.BooleanSupplier;

/** Deletes everything in one place where objects are kept, because the stack is deleted with its data. */
public interface Emptying {

    /**
     * Deletes objects until none is left or the time is over; called again, it goes on.
     *
     * @param timeLeft whether there is time for further objects
     * @return whether nothing is left
     */
    boolean empty(BooleanSupplier timeLeft);
}
