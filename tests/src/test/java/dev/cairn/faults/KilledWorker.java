package dev.cairn.faults;

import dev.cairn.aws.DynamoItemStore;
import dev.cairn.aws.TableCreator;
import dev.cairn.local.stream.LocalStream;
import dev.cairn.local.stream.LoggedRecord;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.SetClock;
import dev.cairn.store.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Collects everything; then a worker process classifies and aggregates, and is repeatedly killed with SIGKILL at random
 * points: in turn between a batch's last write and its report, within a batch, and within a run of the aggregator.
 */
final class KilledWorker {
    private static final int BATCHES_A_LIFE = 2;
    private static final int MOST_MILLIS_INTO = 1_200;
    private static final int BATCHES_BETWEEN_RUNS = 3;
    /** More than exist. */
    private static final int ONLY_AT_THE_END = 1_000_000;

    /** When to kill it. */
    private enum When {
        BEFORE_THE_REPORT,
        IN_A_BATCH,
        IN_A_RUN
    }

    /** The number of kills, and the amount of data. */
    record Plan(long seed, int events, int days, int kills, int batch) {}

    /**
     * @param between kills between the last write and the report
     * @param aggregating kills during a run of the aggregator
     * @param slowestProgress longest time from the start of a process to its first written batch
     * @param residual accepted events that are not accounted for
     */
    record Outcome(
            long events,
            int kills,
            int between,
            int aggregating,
            Duration slowestProgress,
            Book.Compared compared,
            long residual,
            long seconds) {

        int cells() {
            return compared.cells();
        }

        List<String> differences() {
            return compared.faults();
        }

        boolean exact() {
            return differences().isEmpty() && residual == 0;
        }

        String describe() {
            return """
                    events accepted: %d; kill -9: %d, of these between write and report: %d, in a run of the aggregator: %d
                    slowest restart to the first batch written: %.1f s
                    cells compared: %d, different: %d; residual: %d; %d s
                    of these: %s
                    """.formatted(
                            events,
                            kills,
                            between,
                            aggregating,
                            slowestProgress.toMillis() / 1000.0,
                            cells(),
                            differences().size(),
                            residual,
                            seconds,
                            compared.byResource());
        }
    }

    private final Plan plan;
    private final Path folder;
    private final Random random;
    private final List<LoggedRecord> records = new ArrayList<>();
    private final Book book = new Book();
    private int between;
    private int aggregating;
    private Duration slowestProgress = Duration.ZERO;

    private KilledWorker(Plan plan, Path folder) {
        this.plan = plan;
        this.folder = folder;
        this.random = new Random(plan.seed());
    }

    /** @param folder for the stream, empty */
    static Outcome run(Plan plan, Path folder) throws Exception {
        return new KilledWorker(plan, folder).run();
    }

    private Outcome run() throws Exception {
        long started = System.nanoTime();
        try (Loopback tables = Loopback.start()) {
            Instant asOf = collect(tables).plus(Duration.ofDays(2));
            int kills = 0;
            while (kills < plan.kills()) {
                if (live(tables.port(), asOf, When.values()[kills % When.values().length])) {
                    throw new IllegalStateException("all was done after " + kills + " kills: too few events for more");
                }
                kills++;
            }
            finish(tables.port(), asOf);
            SetClock clock = new SetClock(asOf);
            Book.Compared compared =
                    book.compare(new DynamoItemStore(tables.client(), TableCreator.localNames(), clock), asOf);
            List<Item> stored = new ArrayList<>(Engine.all(tables.client(), Table.STATISTICS));
            stored.addAll(Engine.all(tables.client(), Table.STATE));
            long accepted = Conservation.accepted(
                    records.stream().map(LoggedRecord::data).toList());
            return new Outcome(
                    accepted,
                    kills,
                    between,
                    aggregating,
                    slowestProgress,
                    compared,
                    accepted - Conservation.accountedFor(stored),
                    (System.nanoTime() - started) / 1_000_000_000);
        }
    }

    /** Puts everything on the stream; returns the arrival time of the last body. */
    private Instant collect(Loopback tables) throws Exception {
        SetClock clock = new SetClock(Shop.START);
        ItemStore items = new DynamoItemStore(tables.client(), TableCreator.localNames(), clock);
        Shop.open(items, clock);
        try (LocalStream stream = LocalStream.open(folder, clock, 0)) {
            Handlers handlers = Handlers.of(Shop.ports(items, book.watching(stream), clock));
            for (Post post : Visits.of(plan.seed(), plan.events(), plan.days(), Shop.serverKey(items, clock))) {
                clock.set(Instant.ofEpochMilli(post.sentAt()));
                book.send(post, handlers.collect(), clock.millis());
            }
            records.addAll(stream.read(0, Integer.MAX_VALUE));
        }
        return clock.instant();
    }

    /** Lets a worker live for a while and kills it; true if it had already ended by itself. */
    private boolean live(int port, Instant asOf, When when) throws Exception {
        int last = 1 + random.nextInt(BATCHES_A_LIFE);
        int into = random.nextInt(MOST_MILLIS_INTO);
        WorkerProcess worker = WorkerProcess.start(
                port,
                folder,
                plan.batch(),
                asOf,
                when == When.BEFORE_THE_REPORT ? last : 0,
                when == When.IN_A_RUN ? 1 : BATCHES_BETWEEN_RUNS);
        try {
            String reached = switch (when) {
                case BEFORE_THE_REPORT -> worker.await(Worker.PARKED, 1);
                case IN_A_BATCH -> worker.await(Worker.BEGUN, last);
                case IN_A_RUN -> worker.await(Worker.AGGREGATING, 1);
            };
            if (when != When.BEFORE_THE_REPORT && !reached.equals(Worker.DONE)) {
                Thread.sleep(into);
            }
            String at = worker.lastSaid();
            between += at.equals(Worker.PARKED) || at.equals(Worker.WRITTEN) ? 1 : 0;
            aggregating += at.equals(Worker.AGGREGATING) ? 1 : 0;
            return at.equals(Worker.DONE);
        } finally {
            worker.kill();
            noteProgress(worker);
        }
    }

    private void finish(int port, Instant asOf) throws Exception {
        WorkerProcess worker = WorkerProcess.start(port, folder, plan.batch(), asOf, 0, ONLY_AT_THE_END);
        try {
            worker.await(Worker.DONE, 1);
        } finally {
            worker.kill();
            noteProgress(worker);
        }
    }

    private void noteProgress(WorkerProcess worker) {
        worker.untilFirstProgress().ifPresent(time -> {
            if (time.compareTo(slowestProgress) > 0) {
                slowestProgress = time;
            }
        });
    }
}
