package dev.cairn.aggregate;

import dev.cairn.store.work.Workers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs workers on one machine as threads of this process. */
public final class ThreadWorkers implements Workers, AutoCloseable {
    /** A thread costs nothing, but packing less work than this takes longer than doing it. */
    private static final Duration EACH = Duration.ofSeconds(5);

    private static final Duration LONGEST_TASK = Duration.ofMinutes(1);

    private final int threads;
    private final Duration each;
    private final Consumer<byte[]> worker;
    private final ExecutorService pool;

    /** @param worker counts one work list, see {@link CountHandler#count} */
    public ThreadWorkers(int threads, Consumer<byte[]> worker) {
        this(threads, EACH, worker);
    }

    /** @param each how much work justifies a thread */
    public ThreadWorkers(int threads, Duration each, Consumer<byte[]> worker) {
        this.threads = threads;
        this.each = each;
        this.worker = worker;
        this.pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("counting-", 1).factory());
    }

    @Override
    public int most() {
        return threads;
    }

    @Override
    public Duration each() {
        return each;
    }

    @Override
    public void start(byte[] work) {
        pool.execute(() -> worker.accept(work));
    }

    /** Leaves unfinished work to the next run. */
    @Override
    public void close() {
        pool.shutdownNow();
        try {
            pool.awaitTermination(LONGEST_TASK.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
