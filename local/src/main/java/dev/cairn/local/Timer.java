package dev.cairn.local;

import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Runs a task every few seconds, in a thread of its own, and on demand; one run at a time. */
final class Timer implements AutoCloseable {
    private final ReentrantLock running = new ReentrantLock();
    private final Thread thread;

    /** The task; its result is returned to a caller that runs it on demand. */
    @FunctionalInterface
    interface Turn {
        String take() throws IOException, InterruptedException;
    }

    /** @param trouble message under which a failed turn is reported */
    Timer(String name, Duration every, Turn turn, String trouble, Telemetry telemetry) {
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    Thread.sleep(every);
                    alone(turn);
                } catch (InterruptedException e) {
                    return;
                } catch (IOException | RuntimeException e) {
                    telemetry.error(trouble, e, Map.of());
                }
            }
        });
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

    /** Lets a turn in progress finish. */
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
