package dev.cairn.report.api;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Runs several reads in parallel and waits for all of them. */
public final class Parallel {
    private Parallel() {}

    /** The results in the order of the inputs; fails when one of the reads fails. */
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
