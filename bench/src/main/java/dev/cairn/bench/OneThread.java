package dev.cairn.bench;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Does something on one thread of the system, with all the virtual threads that it starts: a function that hands its work
 * to virtual threads and waits for them never waits for the system to switch. To be used before anything has started a
 * virtual thread.
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
