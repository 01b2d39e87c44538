package dev.cairn.local.stream;

import dev.cairn.observe.Telemetry;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongConsumer;

/** Drives the mapping over the local stream in a thread of its own, until it is closed. */
public final class StreamReader implements AutoCloseable {
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final LocalStream stream;
    private final EventSourceMapping mapping;
    private final MappingSettings settings;
    private final LongConsumer done;
    private final Telemetry telemetry;
    private final Thread thread;
    private volatile long checkpoint;
    private volatile boolean closed;

    /** @param done told the position up to which everything is done */
    public StreamReader(
            LocalStream stream,
            EventSourceMapping mapping,
            MappingSettings settings,
            LongConsumer done,
            Telemetry telemetry) {
        this.stream = stream;
        this.mapping = mapping;
        this.settings = settings;
        this.done = done;
        this.telemetry = telemetry;
        this.checkpoint = mapping.checkpoint();
        this.thread = Thread.ofPlatform().name("event-source-mapping").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** The position up to which everything is done. */
    public long checkpoint() {
        return checkpoint;
    }

    /** How many confirmed records are not done yet. */
    public long behind() {
        return Math.max(0, stream.confirmed() - checkpoint);
    }

    /** Waits until everything that is confirmed now is done. */
    public synchronized void awaitDrained() throws InterruptedException {
        long goal = stream.confirmed();
        while (checkpoint < goal && !closed) {
            wait(IDLE.toMillis());
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            if (thread.isAlive()) {
                thread.join(Duration.ofSeconds(20));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long pause = FIRST_PAUSE_MILLIS;
        while (!closed) {
            try {
                switch (step()) {
                    case IDLE -> stream.await(checkpoint, 1, IDLE);
                    case ADVANCED -> pause = FIRST_PAUSE_MILLIS;
                    case TO_BE_RETRIED -> {
                        Thread.sleep(pause);
                        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
                    }
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                telemetry.error("the event source mapping failed", e, Map.of("checkpoint", checkpoint));
                pause(LONGEST_PAUSE_MILLIS);
            }
        }
    }

    private EventSourceMapping.Progress step() throws InterruptedException {
        if (stream.confirmed() > checkpoint) {
            stream.await(checkpoint, settings.batchSize(), settings.maximumBatchingWindow());
        }
        EventSourceMapping.Progress progress = mapping.step();
        if (mapping.checkpoint() != checkpoint) {
            done.accept(mapping.checkpoint());
            synchronized (this) {
                checkpoint = mapping.checkpoint();
                notifyAll();
            }
        }
        return progress;
    }

    private void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            closed = true;
        }
    }
}
