package dev.cairn.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Does the same for several visitors at a time: enough to hide the tables' latency, few enough for one shard. */
final class AtOnce {
    private static final int AT_ONCE = 32;

    private AtOnce() {}

    /** What became of each, in their order, all of them done. */
    static <T> List<Future<T>> run(List<? extends Callable<T>> tasks) {
        Semaphore room = new Semaphore(AT_ONCE);
        List<Future<T>> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Callable<T> task : tasks) {
                outcomes.add(threads.submit(() -> {
                    room.acquire();
                    try {
                        return task.call();
                    } finally {
                        room.release();
                    }
                }));
            }
        }
        return outcomes;
    }
}
