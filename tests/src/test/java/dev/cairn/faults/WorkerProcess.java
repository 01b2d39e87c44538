package dev.cairn.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A {@link Worker} in its own Java process, whose output is read as it arrives. */
final class WorkerProcess {
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

    private final Process process;
    private final long started = System.nanoTime();
    private final List<String> said = new ArrayList<>();
    private long lastHeard = started;
    private long firstProgress;

    private WorkerProcess(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::listen);
    }

    /** See {@link Worker#main}. */
    static WorkerProcess start(int port, Path folder, int batch, Instant now, int parkAfter, int betweenRuns)
            throws IOException {
        return new WorkerProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dhttp.maxConnections=32",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName(),
                        "" + port,
                        folder.toString(),
                        "" + batch,
                        "" + now.toEpochMilli(),
                        "" + parkAfter,
                        "" + betweenRuns)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private void listen() {
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                hear(line);
            }
        } catch (IOException killed) {
            // no more output
        }
        hear("");
    }

    private synchronized void hear(String line) {
        said.add(line);
        lastHeard = System.nanoTime();
        if (firstProgress == 0 && (line.equals(Worker.WRITTEN) || line.equals(Worker.PARKED))) {
            firstProgress = System.nanoTime() - started;
        }
        notifyAll();
    }

    /** Waits until it has printed a line this many times, or is done; returns its last line. */
    synchronized String await(String what, int times) throws InterruptedException {
        while (said.stream().filter(what::equals).count() < times && !lastSaid().equals(Worker.DONE)) {
            if (said.contains("") || System.nanoTime() - lastHeard > LONGEST_SILENCE.toNanos()) {
                throw new IllegalStateException("the worker ended or hung by itself; it said " + said);
            }
            wait(100);
        }
        return lastSaid();
    }

    synchronized String lastSaid() {
        return said.isEmpty() ? "nothing" : said.getLast();
    }

    /** The time from the start of the process to its first written batch. */
    synchronized Optional<Duration> untilFirstProgress() {
        return firstProgress == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(firstProgress));
    }

    /** Sends SIGKILL and waits until the process has ended. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the worker survived its kill");
        }
    }
}
