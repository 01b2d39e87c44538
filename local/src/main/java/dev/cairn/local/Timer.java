package dev.cairn.local;

import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs a task every few seconds, in its own thread, and on demand; one run at a time. After a long turn it waits
 * longer, so that the task uses at most a tenth of a processor.
 */
final class Timer implements AutoCloseable {
    private static final int PAUSES_A_TURN = 9;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final ReentrantLock running = new ReentrantLock();
    private final Thread thread;

    /** The task; its result is returned to a caller that runs it on demand. */
    @FunctionalInterface
    interface Turn {
        String take() throws IOException, InterruptedException;
    }

    /** @param trouble message with which a failed turn is reported */
    Timer(String name, Duration every, Turn turn, String trouble, Telemetry telemetry) {
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> {
            Duration pause = every;
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    Thread.sleep(pause);
                    long began = System.nanoTime();
                    alone(turn);
                    pause = after(Duration.ofNanos(System.nanoTime() - began), every);
                } catch (InterruptedException e) {
                    return;
                } catch (IOException | RuntimeException e) {
                    telemetry.error(trouble, e, Map.of());
                }
            }
        });
    }

    private static Duration after(Duration turn, Duration every) {
        Duration rest = turn.multipliedBy(PAUSES_A_TURN);
        Duration most = every.compareTo(LONGEST_PAUSE) > 0 ? every : LONGEST_PAUSE;
        return rest.compareTo(every) < 0 ? every : rest.compareTo(most) > 0 ? most : rest;
    }

    void start() {
        thread.start();
    }

    /** Waits for a turn in progress, then runs another one. */
    String alone(Turn turn) throws IOException, InterruptedException {
        running.lockInterruptibly();
        try {
            return turn.take();
        } finally {
            running.unlock();
        }
    }

    /** Waits for a turn in progress to finish. */
    @Override
    public void close() {
        running.lock();
        try {
            thread.interrupt();
        } finally {
            running.unlock();
        }
    }
}
