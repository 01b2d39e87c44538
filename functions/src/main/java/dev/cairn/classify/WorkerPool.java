package dev.cairn.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Processes the visitors of a batch in parallel. */
interface WorkerPool {
    /** Number of visitors processed in parallel: enough to hide the table's latency, and few enough for one shard. */
    int AT_ONCE = 32;

    /** Runs all tasks and returns when the last one has completed or failed; returns their outcomes in order. */
    <T> List<Future<T>> doAll(List<Callable<T>> pieces);

    /** Runs each task on a virtual thread. */
    WorkerPool THREADS = new WorkerPool() {
        @Override
        public <T> List<Future<T>> doAll(List<Callable<T>> pieces) {
            Semaphore room = new Semaphore(AT_ONCE);
            List<Future<T>> outcomes = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Callable<T> piece : pieces) {
                    outcomes.add(threads.submit(() -> {
                        room.acquire();
                        try {
                            return piece.call();
                        } finally {
                            room.release();
                        }
                    }));
                }
            }
            return outcomes;
        }
    };
}
