package dev.cairn.store;

import java.util.function.BooleanSupplier;

/** Deletes all objects in one place, because the stack is being deleted along with its data. */
public interface Emptying {

    /**
     * Deletes objects until none are left or time runs out; call it again to continue.
     *
     * @param timeLeft whether there is time to delete more objects
     * @return whether nothing is left
     */
    boolean empty(BooleanSupplier timeLeft);
}
