package dev.cairn.local.archive;

import dev.cairn.local.stream.Checkpoint;
import dev.cairn.local.stream.LocalStream;
import dev.cairn.local.stream.StreamRecord;
import dev.cairn.observe.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Firehose's place: reads the local stream behind a checkpoint of its own and writes every record to the archive, by
 * the hour in which it came. The checkpoint moves only over what is written. So after a kill -9 a record may be written
 * twice, and none is left out.
 */
public final class ArchiveDelivery implements AutoCloseable {
    /** What Firehose calls buffering: how long a record may wait for others. */
    private static final Duration BUFFERING = Duration.ofSeconds(1);

    private static final int MOST_RECORDS = 5_000;
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);

    private final LocalStream stream;
    private final ArchiveWriter writer;
    private final Checkpoint checkpoint;
    private final LongConsumer done;
    private final Runnable cleaning;
    private final Telemetry telemetry;
    private final Thread thread;
    private long position;
    private long hurriedThrough;
    private long cleanedAtNanos;
    private boolean closed;

    /**
     * @param done told the position up to which everything is written
     * @param cleaning called at the start and every hour
     */
    public ArchiveDelivery(
            LocalStream stream,
            ArchiveWriter writer,
            Checkpoint checkpoint,
            LongConsumer done,
            Runnable cleaning,
            Telemetry telemetry) {
        this.stream = stream;
        this.writer = writer;
        this.checkpoint = checkpoint;
        this.done = done;
        this.cleaning = cleaning;
        this.telemetry = telemetry;
        this.position = checkpoint.load();
        this.cleanedAtNanos = System.nanoTime() - BETWEEN_CLEANINGS.toNanos();
        this.thread = Thread.ofPlatform().name("archive-delivery").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Waits until everything that is confirmed now is in the archive. */
    public synchronized void awaitDrained() throws InterruptedException {
        long goal = stream.confirmed();
        hurriedThrough = Math.max(hurriedThrough, goal);
        notifyAll();
        while (position < goal && !closed) {
            wait(IDLE.toMillis());
        }
    }

    /** What is not written yet waits in the stream for the next start. */
    @Override
    public void close() {
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
        while (!closed()) {
            try {
                clean();
                stream.await(position(), 1, IDLE);
                if (stream.confirmed() > position() && !pause(BUFFERING, true)) {
                    deliver();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                telemetry.error("the archive could not be written", e, Map.of("checkpoint", position()));
                pause(AFTER_A_FAILURE, false);
            }
        }
    }

    /** Every record that is confirmed now; where there is none behind the checkpoint, the stream has lost them. */
    private void deliver() {
        long confirmed = stream.confirmed();
        List<StreamRecord> records = stream.read(position(), MOST_RECORDS);
        for (int from = 0; from < records.size(); ) {
            int to = endOfHour(records, from);
            append(records.subList(from, to));
            from = to;
        }
        advance(records.isEmpty() ? confirmed : records.getLast().position());
    }

    private void append(List<StreamRecord> records) {
        List<byte[]> data = new ArrayList<>();
        records.forEach(record -> data.add(record.data()));
        StreamRecord first = records.getFirst();
        writer.append(Instant.ofEpochMilli(first.arrivedAt()), first.position(), data);
    }

    private static int endOfHour(List<StreamRecord> records, int from) {
        int to = from + 1;
        while (to < records.size() && hour(records.get(to)).equals(hour(records.get(from)))) {
            to++;
        }
        return to;
    }

    private static Instant hour(StreamRecord record) {
        return Instant.ofEpochMilli(record.arrivedAt()).truncatedTo(ChronoUnit.HOURS);
    }

    private void advance(long written) {
        checkpoint.save(written);
        done.accept(written);
        synchronized (this) {
            position = written;
            notifyAll();
        }
    }

    private void clean() {
        if (System.nanoTime() - cleanedAtNanos >= BETWEEN_CLEANINGS.toNanos()) {
            cleanedAtNanos = System.nanoTime();
            cleaning.run();
        }
    }

    private synchronized long position() {
        return position;
    }

    private synchronized boolean closed() {
        return closed;
    }

    /** Waits, or until somebody is in a hurry; whether it was closed meanwhile. */
    private synchronized boolean pause(Duration time, boolean untilHurried) {
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
}
