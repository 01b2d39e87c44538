package dev.cairn.local.stream;

import java.time.Duration;
import java.util.function.LongConsumer;

/** Processes the local stream after a position, in its own thread, until it is closed. Thread-safe. */
public abstract class StreamFollower implements AutoCloseable {
    public static final Duration IDLE = Duration.ofMillis(500);

    private static final int MOST_FAILURES = 2;

    public final LocalStream stream;

    private final LongConsumer done;
    private final Thread thread;
    private long position;
    private int failuresInARow;
    private String lastFailure = "";
    private long hurriedThrough;
    private boolean closed;

    /**
     * @param position the position up to which everything is already done
     * @param done receives the position up to which everything is done
     */
    // The thread is started later, by start.
    @SuppressWarnings("this-escape")
    public StreamFollower(String name, LocalStream stream, long position, LongConsumer done) {
        this.stream = stream;
        this.position = position;
        this.done = done;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    /** Runs one turn, which waits briefly if there is nothing to do. */
    protected abstract void turn() throws InterruptedException;

    /** The message for a failed turn. */
    protected abstract String trouble();

    /** Reports a failed turn, and returns how long to wait before the next one. */
    protected abstract Duration failed(RuntimeException failure);

    public final void start() {
        thread.start();
    }

    /** The position up to which everything is done. */
    public final synchronized long position() {
        return position;
    }

    /** The number of confirmed records still to be processed. */
    public final long behind() {
        return Math.max(0, stream.confirmed() - position());
    }

    /**
     * Waits until all records confirmed so far are done. Throws {@link RecordFailedException} if turns keep failing.
     */
    public final synchronized void awaitDrained() throws InterruptedException {
        long goal = stream.confirmed();
        failuresInARow = 0;
        hurriedThrough = Math.max(hurriedThrough, goal);
        notifyAll();
        while (position < goal && !closed) {
            if (failuresInARow >= MOST_FAILURES) {
                throw new RecordFailedException(trouble(), failuresInARow, lastFailure);
            }
            wait(IDLE.toMillis());
        }
    }

    /** Unprocessed records stay in the stream until the next start. */
    @Override
    public final void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            if (thread.isAlive()) {
                thread.join(Duration.ofSeconds(20));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isClosed()) {
            try {
                turn();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                Duration time = failed(e);
                noteFailure(e);
                pause(time, false);
            }
        }
    }

    private synchronized void noteFailure(RuntimeException failure) {
        failuresInARow++;
        lastFailure = String.valueOf(failure.getMessage());
        notifyAll();
    }

    public final void reached(long reached) {
        done.accept(reached);
        synchronized (this) {
            position = reached;
            failuresInARow = 0;
            notifyAll();
        }
    }

    /**
     * Waits for the given time. With {@code untilHurried}, returns early while {@link #awaitDrained} waits for
     * unprocessed records. Returns whether the follower was closed.
     */
    public final synchronized boolean pause(Duration time, boolean untilHurried) {
        long end = System.nanoTime() + time.toNanos();
        try {
            for (long left = time.toMillis();
                    left > 0 && !closed && !(untilHurried && hurriedThrough > position);
                    left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            closed = true;
        }
        return closed;
    }

    private synchronized boolean isClosed() {
        return closed;
    }
}
