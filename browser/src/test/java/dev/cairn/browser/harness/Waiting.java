package dev.cairn.browser.harness;

import java.time.Duration;
import java.util.function.Predicate;

/** Waits for conditions: no test sleeps for a fixed time. */
public final class Waiting {

    /** A long timeout costs nothing if all is well. A busy machine may be given a longer one. */
    public static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("cairn.patience", 20));

    private static final Duration PAUSE = Duration.ofMillis(100);

    private Waiting() {}

    /** A value that is requested repeatedly. */
    @FunctionalInterface
    public interface Question<T> {
        T ask() throws Exception;
    }

    /** The first value that meets the condition; throws {@link AssertionError} with the last value if none does. */
    public static <T> T until(String what, Question<T> question, Predicate<T> wanted) {
        return until(what, PATIENCE, question, wanted);
    }

    public static <T> T until(String what, Duration patience, Question<T> question, Predicate<T> wanted) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            T answer = asked(what, question);
            if (wanted.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "waited " + patience.toSeconds() + " s for: " + what + "; the last answer was " + answer);
            }
            pause();
        }
    }

    private static <T> T asked(String what, Question<T> question) {
        try {
            return question.ask();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("while waiting for: " + what, e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
