package dev.cairn.local;

import dev.cairn.local.demo.Demo;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Prints every few seconds how many days are still to be counted. */
final class CountingProgress {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private CountingProgress() {}

    /** Counts, and prints the progress until it is done. */
    static void during(Demo.Counting counting, PrintStream out, LongSupplier uncountedDays)
            throws IOException, InterruptedException {
        Thread progress = Thread.ofPlatform().name("counting-progress").daemon().start(() -> {
            try {
                while (true) {
                    Thread.sleep(EVERY);
                    long left = uncountedDays.getAsLong();
                    out.println("Demo data: counting, " + left + (left == 1 ? " day" : " days") + " left");
                }
            } catch (InterruptedException closed) {
                // The end.
            } catch (RuntimeException stopping) {
                out.println("Demo data: counting …");
            }
        });
        try {
            counting.count();
        } finally {
            progress.interrupt();
            progress.join();
        }
    }
}
