package dev.cairn.local.stream;

import dev.cairn.local.Function;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A model of Lambda's event source mapping for one Kinesis shard with {@code ReportBatchItemFailures}. It reads from
 * the checkpoint, invokes the function with a batch and moves the checkpoint only past records that succeeded or that
 * it gave up on; later records never overtake earlier ones. After a failure:
 *
 * <ul>
 *   <li>records before the lowest failed sequence number are done, the rest are retried;
 *   <li>with bisecting, the batch is split at that record, or in half if the first record or the function itself
 *       failed; a split does not count as a retry;
 *   <li>records that have used up their retries, or are too old, are sent to the destination once, and the shard
 *       continues.
 * </ul>
 *
 * Not modelled: concurrent batches per shard, tumbling windows, filters. The mapping has no thread and never sleeps, so
 * that a simulation can drive it; a new instance resumes at the checkpoint, as after a crash. Source: Lambda's
 * developer guide on Kinesis as an event source. Not thread-safe.
 */
public final class EventSourceMapping {

    /** The source of the records. */
    @FunctionalInterface
    public interface Source {
        /** At most {@code limit} records after a position, oldest first. */
        List<LoggedRecord> read(long after, int limit);
    }

    /** The outcome of a step. */
    public enum Progress {
        /** There was nothing to read. */
        IDLE,
        /** The checkpoint advanced, or a batch was split. */
        ADVANCED,
        /** The same records will be retried; Lambda waits longer before each retry. */
        TO_BE_RETRIED
    }

    private record Piece(List<LoggedRecord> records, int attempts) {
        long last() {
            return records.getLast().position();
        }

        Piece from(int index) {
            return new Piece(records.subList(index, records.size()), attempts);
        }
    }

    private final String shard;
    private final MappingSettings settings;
    private final Source source;
    private final Function function;
    private final FailureDestination destination;
    private final Checkpoint checkpoint;
    private final Clock clock;
    private final Deque<Piece> pending = new ArrayDeque<>();
    private long done;

    public EventSourceMapping(
            MappingSettings settings,
            Source source,
            Function function,
            FailureDestination destination,
            Checkpoint checkpoint,
            Clock clock) {
        this(KinesisEvent.SHARD, settings, source, function, destination, checkpoint, clock);
    }

    /** @param shard the shard id, which prefixes the records' event ids */
    public EventSourceMapping(
            String shard,
            MappingSettings settings,
            Source source,
            Function function,
            FailureDestination destination,
            Checkpoint checkpoint,
            Clock clock) {
        this.shard = shard;
        this.settings = settings;
        this.source = source;
        this.function = function;
        this.destination = destination;
        this.checkpoint = checkpoint;
        this.clock = clock;
        this.done = checkpoint.load();
    }

    /** The position up to which every record is done. */
    public long checkpoint() {
        return done;
    }

    /**
     * Invokes the function once, if there are records. If the checkpoint or the destination fails, the exception is
     * passed to the caller, and the next step restarts at the checkpoint.
     */
    public Progress step() {
        try {
            return next();
        } catch (RuntimeException brokenMachinery) {
            pending.clear();
            throw brokenMachinery;
        }
    }

    private Progress next() {
        if (pending.isEmpty() && !readBatch()) {
            return Progress.IDLE;
        }
        Piece piece = pending.pop();
        int tooOld = expired(piece.records());
        if (tooOld > 0) {
            giveUpExpired(piece, tooOld);
            return Progress.ADVANCED;
        }
        return switch (invoke(piece.records())) {
            case BatchAnswer.Success success -> advance(piece.last());
            case BatchAnswer.WholeBatchFailed all -> failed(piece);
            case BatchAnswer.FailedFrom failure -> failedFrom(piece, failure.position());
        };
    }

    private boolean readBatch() {
        List<LoggedRecord> records = source.read(done, settings.batchSize());
        List<LoggedRecord> batch = new ArrayList<>();
        long bytes = 0;
        for (LoggedRecord record : records) {
            bytes += record.data().length;
            if (!batch.isEmpty() && bytes > MappingSettings.MAX_BATCH_BYTES) {
                break;
            }
            batch.add(record);
        }
        if (batch.isEmpty()) {
            return false;
        }
        pending.push(new Piece(batch, 0));
        return true;
    }

    private BatchAnswer invoke(List<LoggedRecord> records) {
        try {
            return BatchAnswer.read(function.invoke(KinesisEvent.bytes(shard, records)), records);
        } catch (Exception | StackOverflowError | OutOfMemoryError functionError) {
            return new BatchAnswer.WholeBatchFailed();
        }
    }

    private Progress failedFrom(Piece piece, long position) {
        int index = (int) (position - piece.records().getFirst().position());
        if (index == 0) {
            return failed(piece);
        }
        advance(position - 1);
        Piece rest = piece.from(index);
        if (settings.bisectBatchOnFunctionError()) {
            pending.push(rest);
            return Progress.ADVANCED;
        }
        return retry(rest);
    }

    private Progress failed(Piece piece) {
        if (!settings.bisectBatchOnFunctionError() || piece.records().size() == 1) {
            return retry(piece);
        }
        int middle = piece.records().size() / 2;
        pending.push(piece.from(middle));
        pending.push(new Piece(piece.records().subList(0, middle), piece.attempts()));
        return Progress.ADVANCED;
    }

    private Progress retry(Piece piece) {
        int attempts = piece.attempts() + 1;
        Integer retries = settings.maximumRetryAttempts();
        if (retries != null && attempts > retries) {
            destination.send(
                    FailureDestination.Condition.RETRY_ATTEMPTS_EXHAUSTED, attempts, List.copyOf(piece.records()));
            return advance(piece.last());
        }
        pending.push(new Piece(piece.records(), attempts));
        return Progress.TO_BE_RETRIED;
    }

    private Progress advance(long position) {
        done = position;
        checkpoint.save(position);
        return Progress.ADVANCED;
    }

    /** The number of leading records that are too old. */
    private int expired(List<LoggedRecord> records) {
        if (settings.maximumRecordAge() == null) {
            return 0;
        }
        long oldest = clock.millis() - settings.maximumRecordAge().toMillis();
        int count = 0;
        while (count < records.size() && records.get(count).arrivedAt() < oldest) {
            count++;
        }
        return count;
    }

    private void giveUpExpired(Piece piece, int count) {
        List<LoggedRecord> old = piece.records().subList(0, count);
        destination.send(FailureDestination.Condition.MAXIMUM_RECORD_AGE_EXCEEDED, piece.attempts(), List.copyOf(old));
        advance(old.getLast().position());
        if (count < piece.records().size()) {
            pending.push(piece.from(count));
        }
    }
}
