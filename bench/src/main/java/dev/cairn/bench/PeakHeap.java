package dev.cairn.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures the peak heap in use. A thread repeatedly collects garbage and reads the heap size, so only reachable
 * objects count. Slows down the measured code, but does not affect the processor time of the calling thread.
 */
final class PeakHeap {
    private static final long PAUSE_MILLIS = 20;

    private final AtomicLong most = new AtomicLong();
    private final long pauseMillis;
    private final Thread watcher;

    private PeakHeap(long pauseMillis) {
        this.pauseMillis = pauseMillis;
        this.watcher = Thread.ofPlatform().daemon().start(this::watch);
    }

    static PeakHeap start() {
        return start(PAUSE_MILLIS);
    }

    /** For long tasks with nearly constant memory use. */
    static PeakHeap start(long pauseMillis) {
        return new PeakHeap(pauseMillis);
    }

    private void watch() {
        while (!Thread.currentThread().isInterrupted()) {
            most.accumulateAndGet(reachable(), Math::max);
            try {
                Thread.sleep(pauseMillis);
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private static long reachable() {
        System.gc();
        long used = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null) {
                used += pool.getCollectionUsage().getUsed();
            }
        }
        return used;
    }

    /** The number of reachable bytes. */
    static long now() {
        return reachable();
    }

    /** Stops measuring and returns the peak in bytes. */
    long stop() {
        watcher.interrupt();
        try {
            watcher.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return most.get();
    }
}
