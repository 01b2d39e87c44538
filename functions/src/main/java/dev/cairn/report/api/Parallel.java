package dev.cairn.report.api;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Waits for several reads at once. */
public final class Parallel {
    private Parallel() {}

    /** What each of them gives, in their order; fails when one of them does. */
    public static <T, R> List<R> all(List<T> inputs, Function<T, R> read) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<R>> reads = inputs.stream()
                    .map(input -> threads.submit(() -> read.apply(input)))
                    .toList();
            List<R> results = new ArrayList<>();
            for (Future<R> each : reads) {
                results.add(each.get());
            }
            return results;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a part could not be read", failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }
}
