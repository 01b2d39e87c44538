package dev.cairn.faults;

import dev.cairn.local.Function;
import dev.cairn.local.stream.Checkpoint;
import dev.cairn.local.stream.EventSourceMapping;
import dev.cairn.local.stream.LocalStream;
import dev.cairn.local.stream.LoggedRecord;
import dev.cairn.local.stream.MappingSettings;
import dev.cairn.store.EventStream;
import dev.cairn.store.codec.Heartbeat;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A stream of two shards, each read concurrently by its own mapping and classifier. A visitor's records are on both, as
 * happens for a while after a resharding, so that the two classifiers constantly interfere with each other.
 */
final class Shards implements EventStream {
    /** The mapping never gives up here, so whatever is missing afterwards was lost. */
    private static final MappingSettings MAPPING = new MappingSettings(100, Duration.ZERO, true, null, null);

    private final Random random;
    private final AtomicInteger invocations = new AtomicInteger();
    private final List<Shard> shards = new ArrayList<>();

    /** @param classifier creates one if there is something to read */
    Shards(long seed, Clock clock, Supplier<Function> classifier) {
        this.random = new Random(seed);
        for (String name : List.of("shardId-000000000000", "shardId-000000000001")) {
            shards.add(new Shard(name, clock, classifier));
        }
    }

    private final class Shard {
        final LocalStream stream;
        final List<LoggedRecord> records = new ArrayList<>();
        private final EventSourceMapping mapping;
        private final Supplier<Function> classifiers;
        private Function classifier;

        Shard(String name, Clock clock, Supplier<Function> classifiers) {
            this.classifiers = classifiers;
            this.stream = LocalStream.inMemory(clock);
            this.mapping = new EventSourceMapping(
                    name,
                    MAPPING,
                    stream::read,
                    (event, answer) -> {
                        invocations.incrementAndGet();
                        classifier.handle(event, answer);
                    },
                    (condition, attempts, givenUp) -> {
                        throw new IllegalStateException("records were given up: " + condition);
                    },
                    Checkpoint.inMemory(),
                    clock);
        }

        Void drain() {
            records.addAll(stream.read(records.isEmpty() ? 0 : records.getLast().position(), Integer.MAX_VALUE));
            classifier = classifier == null ? classifiers.get() : classifier;
            while (mapping.step() != EventSourceMapping.Progress.IDLE) {
                // the next piece
            }
            return null;
        }
    }

    @Override
    public Set<Integer> put(List<Entry> entries) {
        for (Entry entry : entries) {
            shards.get(random.nextInt(shards.size())).stream.put(List.of(entry));
        }
        return Set.of();
    }

    @Override
    public void putToEveryShard(byte[] data) {
        shards.forEach(shard -> shard.stream.putToEveryShard(data));
    }

    /** Reads both shards to the end. */
    void drain() throws InterruptedException, ExecutionException {
        List<Future<Void>> ends = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            shards.forEach(shard -> ends.add(threads.submit(shard::drain)));
        }
        for (Future<Void> end : ends) {
            end.get();
        }
    }

    /** The number of classifier invocations. */
    int invocations() {
        return invocations.get();
    }

    /** The records read that hold events. */
    List<byte[]> records() {
        return shards.stream()
                .flatMap(shard -> shard.records.stream())
                .map(LoggedRecord::data)
                .filter(data -> Heartbeat.tryRead(data).isEmpty())
                .toList();
    }
}
