package dev.cairn.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.SetClock;
import dev.cairn.store.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The collector, two classifiers and two aggregators on DynamoDB Local while a share of their calls fails, half of
 * these before they are sent and half after they were executed.
 */
final class FaultyTables {
    private static final Duration BETWEEN_RUNS = Duration.ofHours(12);
    private static final Duration BETWEEN_READS = Duration.ofHours(1);
    private static final int MOST_RUNS = 500;
    private static final long RETRY_MILLIS = 2_000;

    private final SetClock clock = new SetClock(Shop.START);
    private final Book book = new Book();
    private final Faults faults;
    private final Shards stream;
    private final Handlers handlers;
    private final Handlers rival;
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger brokenRuns = new AtomicInteger();
    private int refused;

    private FaultyTables(Engine engine, Faults faults, long seed) {
        this.faults = faults;
        ItemStore items = engine.faulty(faults, clock);
        this.stream = new Shards(
                seed,
                clock,
                () -> Handlers.of(Shop.ports(items, entries -> Set.of(), clock)).classify());
        Dependencies dependencies = Shop.ports(items, book.watching(stream), clock);
        this.handlers = Handlers.of(dependencies);
        this.rival = Handlers.of(dependencies);
    }

    /**
     * @param events accepted events on the stream
     * @param confirmed events acknowledged with 202
     * @param refused requests refused with 503 and resent
     * @param invocations of the classifier
     * @param runs of the aggregator, of which {@code brokenRuns} did not complete
     * @param residual accepted events that are not accounted for
     */
    record Outcome(
            long events,
            long confirmed,
            int refused,
            int invocations,
            int runs,
            int brokenRuns,
            long calls,
            Map<FaultKind, Long> faults,
            Book.Compared compared,
            long residual,
            long seconds) {

        double share() {
            return faults.values().stream().mapToLong(Long::longValue).sum() / (double) calls;
        }

        int cells() {
            return compared.cells();
        }

        List<String> differences() {
            return compared.faults();
        }

        boolean exact() {
            return differences().isEmpty() && residual == 0 && confirmed == events;
        }

        String describe() {
            return """
                    events accepted: %d, confirmed by a 202: %d, requests refused and sent again: %d
                    calls to DynamoDB: %d, failed: %.1f %% %s
                    classifier invocations: %d; aggregator runs: %d, of these broken: %d
                    cells compared: %d, different: %d; residual: %d; %d s
                    of these: %s
                    """.formatted(
                            events,
                            confirmed,
                            refused,
                            calls,
                            100 * share(),
                            faults,
                            invocations,
                            runs,
                            brokenRuns,
                            cells(),
                            differences().size(),
                            residual,
                            seconds,
                            compared.byResource());
        }
    }

    static Outcome run(long seed, int events, int days, double share) throws Exception {
        long started = System.nanoTime();
        try (Engine engine = new Engine()) {
            SetClock clock = new SetClock(Shop.START);
            Shop.open(engine.calm(clock), clock);
            String key = Shop.serverKey(engine.calm(clock), clock);
            FaultyTables run = new FaultyTables(engine, new Faults(seed, share), seed);
            run.post(Visits.of(seed, events, days, key));
            Instant asOf = run.finish();
            return run.outcome(engine, asOf, started);
        }
    }

    /** Every sender sends at its own time; a refused one retries two seconds later. */
    private void post(List<Post> posts) throws Exception {
        PriorityQueue<Post> waiting = new PriorityQueue<>(Comparator.comparingLong(Post::sentAt));
        waiting.addAll(posts);
        Instant nextRead = Shop.START;
        Instant nextRun = Shop.START;
        while (!waiting.isEmpty()) {
            Post post = waiting.poll();
            clock.set(Instant.ofEpochMilli(Math.max(post.sentAt(), clock.millis())));
            if (!book.send(post, handlers.collect(), clock.millis())) {
                refused++;
                waiting.add(post.again(clock.millis() + RETRY_MILLIS));
            }
            if (clock.instant().isAfter(nextRead)) {
                stream.drain();
                nextRead = clock.instant().plus(BETWEEN_READS);
            }
            if (clock.instant().isAfter(nextRun)) {
                aggregateTwice();
                nextRun = clock.instant().plus(BETWEEN_RUNS);
            }
        }
    }

    /** The schedule fires twice. */
    private void aggregateTwice() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> aggregate(handlers));
            threads.submit(() -> aggregate(rival));
        }
    }

    /** Whether it left no work. */
    private boolean aggregate(Handlers handlers) {
        runs.incrementAndGet();
        try {
            JsonNode summary = handlers.aggregate(true);
            return summary.path("failed").asInt() + summary.path("overtaken").asInt() == 0;
        } catch (RuntimeException theNextRunIsRight) {
            brokenRuns.incrementAndGet();
            return false;
        }
    }

    /** Reads the stream to its end and runs until a run leaves no work; returns the time of that run. */
    private Instant finish() throws Exception {
        clock.forward(Duration.ofDays(2));
        stream.drain();
        while (!aggregate(handlers)) {
            if (runs.get() > MOST_RUNS) {
                throw new IllegalStateException("after " + runs.get() + " runs something was still left to do");
            }
        }
        faults.on(false);
        return clock.instant();
    }

    private Outcome outcome(Engine engine, Instant asOf, long started) {
        Book.Compared compared = book.compare(engine.calm(clock), asOf);
        List<Item> stored = new ArrayList<>(engine.all(Table.STATISTICS));
        stored.addAll(engine.all(Table.STATE));
        long accepted = Conservation.accepted(stream.records());
        return new Outcome(
                accepted,
                book.accepted(),
                refused,
                stream.invocations(),
                runs.get(),
                brokenRuns.get(),
                faults.calls(),
                faults.counts(),
                compared,
                accepted - Conservation.accountedFor(stored),
                (System.nanoTime() - started) / 1_000_000_000);
    }
}
