package dev.cairn.local;

import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Does something every few seconds, in a thread of its own, and on demand; once at a time. */
final class Timer implements AutoCloseable {
    private final ReentrantLock running = new ReentrantLock();
    private final Thread thread;

    /** What is done; returns what is to be told whoever demanded it. */
    @FunctionalInterface
    interface Turn {
        String take() throws IOException, InterruptedException;
    }

    /** @param trouble how a turn that failed is reported */
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

    /** Waits for a turn that is on its way, then takes another one. */
    String alone(Turn turn) throws IOException, InterruptedException {
        running.lockInterruptibly();
        try {
            return turn.take();
        } finally {
            running.unlock();
        }
    }

    /** Lets a turn that is on its way end. */
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
