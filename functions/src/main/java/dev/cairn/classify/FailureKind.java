package dev.cairn.classify;

import dev.cairn.domain.goal.MeteredEvent;
import java.time.DateTimeException;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;

/**
 * Distinguishes bugs, which the same record triggers on every attempt, from transient failures: a throttled table, a
 * lost response, a concurrent writer. The tables throw the exceptions listed here only for an item above the maximum
 * item size, which is also a permanent failure.
 */
final class FailureKind {
    private static final List<Class<? extends Throwable>> OURS = List.of(
            NullPointerException.class,
            IllegalArgumentException.class,
            ClassCastException.class,
            IndexOutOfBoundsException.class,
            NegativeArraySizeException.class,
            ArithmeticException.class,
            NoSuchElementException.class,
            DateTimeException.class,
            UnsupportedOperationException.class,
            ConcurrentModificationException.class,
            MeteredEvent.TooExpensiveException.class,
            StackOverflowError.class);

    private FailureKind() {}

    /** Returns the reason with which the record of a permanent failure is quarantined. */
    static String quarantineReason(Throwable failure) {
        return cause(failure) instanceof MeteredEvent.TooExpensiveException ? "too_expensive" : "unprocessable";
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Whether the failure will recur on every retry. */
    static boolean isPermanent(Throwable failure) {
        Throwable cause = cause(failure);
        return OURS.stream().anyMatch(ours -> ours.isInstance(cause));
    }
}
