package dev.cairn.classify;

import dev.cairn.store.Dependencies;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** The real classifier, whose parallel work on visitors is run by the simulation. */
public final class SimulatedClassify {

    /** Runs tasks concurrently, as far as a simulation does. */
    public interface Together {
        void doAll(List<Runnable> pieces);
    }

    private SimulatedClassify() {}

    public static ClassifyHandler handler(Dependencies dependencies, Duration cacheFor, Together together) {
        return new ClassifyHandler(dependencies, cacheFor, null, new WorkerPool() {
            @Override
            public <T> List<Future<T>> doAll(List<Callable<T>> pieces) {
                List<CompletableFuture<T>> outcomes =
                        pieces.stream().map(piece -> new CompletableFuture<T>()).toList();
                together.doAll(java.util.stream.IntStream.range(0, pieces.size())
                        .<Runnable>mapToObj(i -> () -> settle(outcomes.get(i), pieces.get(i)))
                        .toList());
                return List.copyOf(outcomes);
            }
        });
    }

    private static <T> void settle(CompletableFuture<T> outcome, Callable<T> piece) {
        try {
            outcome.complete(piece.call());
        } catch (Throwable failed) {
            outcome.completeExceptionally(failed);
        }
    }
}
