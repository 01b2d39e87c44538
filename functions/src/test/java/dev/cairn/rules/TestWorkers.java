package dev.cairn.rules;

import dev.cairn.aggregate.AggregateHandler;
import dev.cairn.aggregate.CountHandler;
import dev.cairn.store.Dependencies;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.work.Workers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Workers that are started for any amount of work and behave as a test specifies. */
final class TestWorkers implements Workers {
    private final int most;
    private final Consumer<byte[]> worker;
    final List<byte[]> started = new ArrayList<>();

    TestWorkers(int most, Consumer<byte[]> worker) {
        this.most = most;
        this.worker = worker;
    }

    /** They do nothing by themselves. */
    static TestWorkers idle(int most) {
        return new TestWorkers(most, work -> {});
    }

    /** They finish their work before the run continues. */
    static TestWorkers prompt(int most, Shop shop) {
        return new TestWorkers(most, work -> count(shop, work));
    }

    /** The work of a worker with the tables of this shop. */
    static void count(Shop shop, byte[] work) {
        new CountHandler(ports(shop), Duration.ZERO).count(work);
    }

    /** A full run with workers. */
    static Shop run(Shop shop, Workers workers) {
        return run(shop, workers, "{\"detail\":{\"full\":true}}");
    }

    static Shop run(Shop shop, Workers workers, String event) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new AggregateHandler(ports(shop), Duration.ZERO, workers)
                    .handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), out, null);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return shop;
    }

    private static Dependencies ports(Shop shop) {
        return shop.ports(new MemoryArchive());
    }

    @Override
    public int most() {
        return most;
    }

    @Override
    public Duration each() {
        return Duration.ZERO;
    }

    @Override
    public void start(byte[] work) {
        started.add(work);
        worker.accept(work);
    }
}
