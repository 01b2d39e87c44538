package dev.cairn.bench;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Runs a task, with all the virtual threads it starts, on one platform thread, so that a function that waits for its
 * virtual threads never waits for the operating system to switch threads. Must be called before any virtual thread is
 * started.
 */
final class OneThread {
    private OneThread() {}

    static <T> T call(Callable<T> work) {
        System.setProperty("jdk.virtualThreadScheduler.parallelism", "1");
        System.setProperty("jdk.virtualThreadScheduler.maxPoolSize", "1");
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        try {
            return result.join();
        } catch (CompletionException failure) {
            throw new IllegalStateException(failure.getCause());
        }
    }
}
