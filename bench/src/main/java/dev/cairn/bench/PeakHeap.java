package dev.cairn.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The most heap that is in use. A thread collects garbage and looks, again and again:
 * what it sees is what is reachable. Slows down whatever is measured; processor time of one's own thread is not touched.
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

    /** For what takes long, and is much the same all the time. */
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

    /** Bytes that are reachable now. */
    static long now() {
        return reachable();
    }

    /** Bytes. */
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
