package dev.cairn.local.archive;

import dev.cairn.local.stream.Checkpoint;
import dev.cairn.local.stream.LocalStream;
import dev.cairn.local.stream.LoggedRecord;
import dev.cairn.local.stream.StreamFollower;
import dev.cairn.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Stands in for Firehose: reads the local stream from its own checkpoint and writes every record to the archive,
 * grouped by hour of arrival. The checkpoint moves only past records that are written, so after a kill -9 a record may
 * be written twice, but none is lost.
 */
public final class ArchiveDelivery extends StreamFollower {
    /** Firehose calls this buffering: how long a record may wait for others. */
    private static final Duration BUFFERING = Duration.ofSeconds(1);

    private static final int MOST_RECORDS = 5_000;
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);

    private final ArchiveWriter writer;
    private final Checkpoint checkpoint;
    private final Runnable cleaning;
    private final Telemetry telemetry;
    private long cleanedAtNanos;

    /**
     * @param done receives the position up to which everything is written
     * @param cleaning called at the start and every hour
     */
    public ArchiveDelivery(
            LocalStream stream,
            ArchiveWriter writer,
            Checkpoint checkpoint,
            LongConsumer done,
            Runnable cleaning,
            Telemetry telemetry) {
        super("archive-delivery", stream, checkpoint.load(), done);
        this.writer = writer;
        this.checkpoint = checkpoint;
        this.cleaning = cleaning;
        this.telemetry = telemetry;
        this.cleanedAtNanos = System.nanoTime() - BETWEEN_CLEANINGS.toNanos();
    }

    @Override
    protected void turn() throws InterruptedException {
        clean();
        stream.endSegment(false);
        stream.await(position(), 1, IDLE);
        if (stream.confirmed() > position() && !pause(BUFFERING, true)) {
            deliver();
        }
    }

    @Override
    protected String trouble() {
        return "the archive could not be written";
    }

    @Override
    protected Duration failed(RuntimeException failure) {
        // The message contains a path on this machine and a system error; an archive's messages never contain records.
        telemetry.error(
                trouble(), failure, Map.of("checkpoint", position(), "because", String.valueOf(failure.getMessage())));
        return AFTER_A_FAILURE;
    }

    /** Delivers the confirmed records. If the records after the checkpoint are missing, the stream has lost them. */
    private void deliver() {
        long confirmed = stream.confirmed();
        List<LoggedRecord> records = stream.read(position(), MOST_RECORDS);
        for (int from = 0; from < records.size(); ) {
            int to = endOfHour(records, from);
            append(records.subList(from, to));
            from = to;
        }
        advance(records.isEmpty() ? confirmed : records.getLast().position());
    }

    private void append(List<LoggedRecord> records) {
        List<byte[]> data = new ArrayList<>();
        records.forEach(record -> data.add(record.data()));
        LoggedRecord first = records.getFirst();
        writer.append(Instant.ofEpochMilli(first.arrivedAt()), first.position(), data);
    }

    private static int endOfHour(List<LoggedRecord> records, int from) {
        int to = from + 1;
        while (to < records.size() && hour(records.get(to)).equals(hour(records.get(from)))) {
            to++;
        }
        return to;
    }

    private static Instant hour(LoggedRecord record) {
        return Instant.ofEpochMilli(record.arrivedAt()).truncatedTo(ChronoUnit.HOURS);
    }

    private void advance(long written) {
        checkpoint.save(written);
        reached(written);
    }

    private void clean() {
        if (System.nanoTime() - cleanedAtNanos >= BETWEEN_CLEANINGS.toNanos()) {
            cleanedAtNanos = System.nanoTime();
            cleaning.run();
        }
    }
}
