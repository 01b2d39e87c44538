package dev.cairn.collect.stream;

import dev.cairn.store.EventStream;
import dev.cairn.store.EventStream.Entry;
import dev.cairn.telemetry.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Writes entries until the stream has confirmed each. Retries only unconfirmed entries, with increasing random delays;
 * no retry starts later than 3 seconds after the first attempt. Thread-safe if its dependencies are.
 */
public final class RetryingStreamWriter {
    static final long BUDGET_MILLIS = Duration.ofSeconds(3).toMillis();
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 800;

    /** The stream's limits per call. */
    static final int ENTRIES_PER_CALL = 500;

    static final int BYTES_PER_CALL = 4 * 1024 * 1024;

    /**
     * The clock, the sleep and the randomness for retries.
     *
     * @param elapsedMillis a monotonic clock
     * @param sleep pauses for this many milliseconds
     * @param random from 0 to 1
     */
    public record RetryTiming(LongSupplier elapsedMillis, LongConsumer sleep, DoubleSupplier random) {}

    private final EventStream stream;
    private final Telemetry telemetry;
    private final RetryTiming pace;

    public RetryingStreamWriter(EventStream stream, Telemetry telemetry, RetryTiming pace) {
        this.stream = stream;
        this.telemetry = telemetry;
        this.pace = pace;
    }

    /** Returns true if all entries are on the stream; false if at least one may not be. */
    public boolean put(List<Entry> entries) {
        long started = pace.elapsedMillis().getAsLong();
        List<Entry> pending = entries;
        for (int attempt = 0; ; attempt++) {
            pending = offer(pending);
            if (pending.isEmpty()) {
                return true;
            }
            telemetry.count("put_retried", pending.size());
            long ceiling = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt, 10));
            long pause = 1 + (long) (ceiling * pace.random().getAsDouble());
            if (pace.elapsedMillis().getAsLong() - started + pause > BUDGET_MILLIS) {
                return false;
            }
            pace.sleep().accept(pause);
        }
    }

    /** Sends all entries once, in as many calls as necessary. Returns the unconfirmed ones, in order. */
    public List<Entry> offer(List<Entry> entries) {
        List<Entry> unconfirmed = new ArrayList<>();
        for (List<Entry> call : calls(entries)) {
            try {
                Set<Integer> failed = stream.put(call);
                failed.stream().sorted().forEach(index -> unconfirmed.add(call.get(index)));
            } catch (RuntimeException broken) {
                // The state of every entry is unknown, so none counts as confirmed.
                telemetry.error("the stream did not respond", broken, Map.of("entries", call.size()));
                unconfirmed.addAll(call);
            }
        }
        return unconfirmed;
    }

    private static List<List<Entry>> calls(List<Entry> entries) {
        List<List<Entry>> calls = new ArrayList<>();
        List<Entry> call = new ArrayList<>();
        long bytes = 0;
        for (Entry entry : entries) {
            if (call.size() == ENTRIES_PER_CALL || (!call.isEmpty() && bytes + entry.data().length > BYTES_PER_CALL)) {
                calls.add(call);
                call = new ArrayList<>();
                bytes = 0;
            }
            call.add(entry);
            bytes += entry.data().length;
        }
        calls.add(call);
        return calls;
    }
}
