package dev.cairn.classify;

import java.time.DateTimeException;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;

/**
 * Tells our own mistakes, which the same record will meet each time, from what passes: a table that is throttled, an
 * answer that is lost, another writer. The tables throw none of the exceptions that are listed here, but for an item
 * that is larger than any item may be, which does not pass either.
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
            StackOverflowError.class);

    private FailureKind() {}

    /** Whether it will fail again however often it is tried. */
    static boolean isPermanent(Throwable failure) {
        Throwable cause =
                failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        return OURS.stream().anyMatch(ours -> ours.isInstance(cause));
    }
}
