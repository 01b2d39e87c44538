package dev.cairn.local.stream;

import dev.cairn.store.EventStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream with one shard, on disk or in memory. On disk, a record is confirmed and visible to readers only once it is
 * forced to disk; concurrent writes share one force. Only records after the slowest reader's checkpoint are held in
 * memory. While they exceed {@link #BACKLOG_BYTES}, entries are not confirmed, as in Kinesis above its limits.
 * Thread-safe.
 */
public final class LocalStream implements EventStream, AutoCloseable {

    /** Size limit for the records in memory that readers have yet to process. */
    public static final long BACKLOG_BYTES =
            Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8);

    /** Kinesis's limit on entries per PutRecords call. */
    public static final int MAX_ENTRIES = 500;

    private final Clock clock;
    private final @Nullable SegmentLog log;
    private final ArrayDeque<LoggedRecord> backlog = new ArrayDeque<>();
    private final ReentrantLock state = new ReentrantLock();
    private final Condition confirmedMore = state.newCondition();
    private final ReentrantLock forcing = new ReentrantLock();
    private long backlogBytes;
    private long next = 1;
    private long confirmed;
    private long discarded;
    private boolean broken;
    private boolean closed;
    private boolean kept;

    private LocalStream(Clock clock, @Nullable Path folder, long slowest, long fastest, Consumer<String> trouble)
            throws IOException {
        this.clock = clock;
        this.discarded = slowest;
        this.log = folder == null ? null : SegmentLog.open(folder, slowest, fastest, this::keep, trouble);
        this.next = log == null ? 1 : log.next();
        this.confirmed = next - 1;
    }

    /** A stream that is lost when this process ends. */
    public static LocalStream inMemory(Clock clock) {
        try {
            return new LocalStream(clock, null, 0, 0, any -> {});
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** As {@link #open(Path, Clock, Consumer, long...)}, printing the messages. */
    public static LocalStream open(Path folder, Clock clock, long... checkpoints) throws IOException {
        return open(folder, clock, System.err::println, checkpoints);
    }

    /**
     * Opens a folder's stream, with the records after its slowest reader's checkpoint.
     *
     * @param trouble receives a message for each damaged place, with the file and what is lost
     */
    public static LocalStream open(Path folder, Clock clock, Consumer<String> trouble, long... checkpoints)
            throws IOException {
        return new LocalStream(
                clock,
                folder,
                Arrays.stream(checkpoints).min().orElse(0),
                Arrays.stream(checkpoints).max().orElse(0),
                trouble);
    }

    @Override
    public Set<Integer> put(List<Entry> entries) {
        return offer(entries).isPresent()
                ? Set.of()
                : IntStream.range(0, entries.size()).boxed().collect(Collectors.toSet());
    }

    /**
     * Appends entries, which are confirmed together. Returns the position of the first one; empty if none is confirmed.
     */
    public OptionalLong offer(List<Entry> entries) {
        if (entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException("at most " + MAX_ENTRIES + " entries, not " + entries.size());
        }
        if (isBroken()) {
            recover();
        }
        long last;
        state.lock();
        try {
            if (broken || closed) {
                throw new IllegalStateException("the stream could not be written to disk");
            }
            if (backlogBytes > BACKLOG_BYTES) {
                return OptionalLong.empty();
            }
            last = append(entries);
        } finally {
            state.unlock();
        }
        confirmThrough(last);
        return OptionalLong.of(last - entries.size() + 1);
    }

    /** The confirmed records after a position, oldest first. */
    public List<LoggedRecord> read(long after, int limit) {
        state.lock();
        try {
            List<LoggedRecord> records = new ArrayList<>();
            for (LoggedRecord record : backlog) {
                if (records.size() == limit || record.position() > confirmed) {
                    break;
                }
                if (record.position() > after) {
                    records.add(record);
                }
            }
            return records;
        } finally {
            state.unlock();
        }
    }

    /** Waits until {@code count} records after the position are confirmed, or the time is up. */
    public void await(long after, int count, Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        state.lock();
        try {
            while (confirmed - after < count && nanos > 0) {
                nanos = confirmedMore.awaitNanos(nanos);
            }
        } finally {
            state.unlock();
        }
    }

    /** The last confirmed position; 0 if there is none. */
    public long confirmed() {
        state.lock();
        try {
            return confirmed;
        } finally {
            state.unlock();
        }
    }

    /** Drops the records that all readers are done with. */
    public void discardThrough(long position) {
        state.lock();
        try {
            while (!backlog.isEmpty() && backlog.getFirst().position() <= position) {
                backlogBytes -= backlog.removeFirst().data().length;
            }
            discarded = Math.max(discarded, position);
            deleteRead();
        } finally {
            state.unlock();
        }
    }

    /** With true, no record is deleted from the disk until a call with false, so that the files can be copied. */
    public void keepSegments(boolean keep) {
        state.lock();
        try {
            kept = keep;
            deleteRead();
        } finally {
            state.unlock();
        }
    }

    private void deleteRead() {
        if (log != null && !kept) {
            log.deleteThrough(discarded);
        }
    }

    /**
     * Ends the active segment, so that its records are deleted from the disk once every reader is done with them,
     * rather than when it is full.
     *
     * @param however whether to end it even if it is less than an hour old
     */
    public void endSegment(boolean however) {
        state.lock();
        try {
            if (log != null && !broken && !closed && (however || log.isOld(clock.millis()))) {
                log.endSegment();
                deleteRead();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            state.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        state.lock();
        try {
            closed = true;
            if (log != null) {
                log.close();
            }
        } finally {
            state.unlock();
        }
    }

    private long append(List<Entry> entries) {
        List<LoggedRecord> records = new ArrayList<>(entries.size());
        long now = clock.millis();
        for (Entry entry : entries) {
            records.add(new LoggedRecord(next + records.size(), now, entry.partitionKey(), entry.data()));
        }
        try {
            if (log != null) {
                log.append(records);
            }
        } catch (IOException e) {
            broken = log != null && log.isDoubtful();
            throw new UncheckedIOException(e);
        }
        next += records.size();
        records.forEach(this::keep);
        return next - 1;
    }

    private void keep(LoggedRecord record) {
        backlog.add(record);
        backlogBytes += record.data().length;
    }

    /** The first caller forces all records written so far; the others find theirs already confirmed. */
    private void confirmThrough(long position) {
        forcing.lock();
        try {
            if (confirmed() < position) {
                long written = written();
                if (log != null) {
                    log.force();
                }
                confirm(written);
            }
        } catch (IOException e) {
            breakDown();
            throw new UncheckedIOException(e);
        } finally {
            forcing.unlock();
        }
    }

    private long written() {
        state.lock();
        try {
            return next - 1;
        } finally {
            state.unlock();
        }
    }

    private void confirm(long position) {
        state.lock();
        try {
            confirmed = position;
            confirmedMore.signalAll();
        } finally {
            state.unlock();
        }
    }

    /** After a failed force the state on disk is unknown: nothing is confirmed until {@link #recover} succeeds. */
    private void breakDown() {
        state.lock();
        try {
            broken = true;
        } finally {
            state.unlock();
        }
    }

    /** Rewrites the records that could not be forced, this time to another file, and forces that. */
    private void recover() {
        forcing.lock();
        state.lock();
        try {
            if (broken && !closed && log != null) {
                log.writeAgain(unconfirmed());
                broken = false;
                confirm(next - 1);
            }
        } catch (IOException stillFailing) {
            throw new UncheckedIOException(stillFailing);
        } finally {
            state.unlock();
            forcing.unlock();
        }
    }

    private boolean isBroken() {
        state.lock();
        try {
            return broken;
        } finally {
            state.unlock();
        }
    }

    private List<LoggedRecord> unconfirmed() {
        return backlog.stream().filter(record -> record.position() > confirmed).toList();
    }
}
