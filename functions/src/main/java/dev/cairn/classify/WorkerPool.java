package dev.cairn.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Who does the work on a batch's visitors, several at once. */
interface WorkerPool {
    /** Visitors worked on at once: enough to hide the table's latency, few enough for one shard. */
    int AT_ONCE = 32;

    /** Does all of it, and comes back when the last piece is done or has failed; what became of each, in order. */
    <T> List<Future<T>> doAll(List<Callable<T>> pieces);

    /** A virtual thread for each piece. */
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
