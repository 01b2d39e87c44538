package dev.cairn.bench;

import dev.cairn.bench.Stopwatch.Stage;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.store.EventStream;
import dev.cairn.store.SetClock;
import dev.cairn.store.codec.DeliveryCodec;
import dev.cairn.store.codec.Heartbeat;
import dev.cairn.store.statistic.AggregationRuns;
import dev.cairn.store.statistic.StatisticRows;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Replays the shop's days through the functions, with a clock that follows the events: beacons at their sending time,
 * batches of one shard with the settings of template.yaml, and an aggregator run every half hour, the last one after
 * the last day has closed.
 */
final class ShopReplay {
    /** BatchSize of ClassifyStream in template.yaml; a test compares them. */
    static final int BATCH_SIZE = 500;

    /** The default of template.yaml's parameter BatchingSeconds. */
    static final Duration BATCHING_WINDOW = Duration.ofSeconds(5);

    static final Duration BETWEEN_RUNS = AggregationRuns.INTERVAL;

    private final Duration window;
    private final SetClock clock;
    private final BilledTables tables;
    private final WaitingRecords waiting = new WaitingRecords();
    private final ShopFunctions functions;
    private Instant nextRun;
    private Instant batchDue = Instant.MAX;
    private long batches;
    private long recordBytes;
    private long records;
    private long counting;

    private ShopReplay(Instant start, String plan, Duration window) {
        this.window = window;
        this.clock = new SetClock(start);
        this.tables = new BilledTables(clock);
        this.functions = new ShopFunctions(tables, clock, waiting, plan);
        this.nextRun = start.plus(BETWEEN_RUNS);
    }

    private record Sending(long at, Beacon beacon, Copy copy) {}

    static ShopMeasured measure(List<ShopEvent> events, String plan, int copies, Beacons form, Duration window) {
        LocalDate firstDay = day(events.getFirst().at());
        Instant end = startOf(day(events.getLast().at()).plusDays(1));
        List<Beacon> beacons = form.form(events);
        List<Sending> sendings = IntStream.range(0, copies)
                .mapToObj(number -> new Copy(number, end.toEpochMilli() - 1))
                .flatMap(copy -> beacons.stream().map(beacon -> new Sending(copy.time(beacon.sentAt()), beacon, copy)))
                .sorted(Comparator.comparingLong(Sending::at))
                .toList();
        ShopReplay replay = new ShopReplay(startOf(firstDay), plan, window);
        replay.run(sendings, end.plus(BETWEEN_RUNS));
        return replay.measured(new ShopMeasured.Case(copies, form), (long) copies * events.size(), sendings.size());
    }

    private void run(List<Sending> sendings, Instant lastRun) {
        for (Sending each : sendings) {
            Instant at = Instant.ofEpochMilli(each.at());
            LocalDate before = day(clock.millis());
            pass(at);
            clock.set(at);
            if (!day(each.at()).equals(before)) {
                System.err.printf("%s is over: %d batches so far%n", before, batches);
            }
            functions.collect(each.beacon().body(each.copy()));
            takeUp();
        }
        pass(lastRun);
        pass(lastRun.plus(window));
    }

    /** Does everything that is due by then, in order. */
    private void pass(Instant until) {
        while (!batchDue.isAfter(until) || !nextRun.isAfter(until)) {
            if (batchDue.isAfter(nextRun)) {
                clock.set(nextRun);
                functions.aggregate();
                takeUp();
                nextRun = nextRun.plus(BETWEEN_RUNS);
            } else {
                clock.set(batchDue);
                classify();
            }
        }
    }

    /** A batch is due when its first record has waited for the window, or at once when it is full. */
    private void takeUp() {
        if (waiting.records.size() >= BATCH_SIZE) {
            classify();
        } else if (batchDue.equals(Instant.MAX) && !waiting.records.isEmpty()) {
            batchDue = clock.instant().plus(window);
        }
    }

    private void classify() {
        List<byte[]> batch = waiting.take();
        batchDue = Instant.MAX;
        batches++;
        functions.classify(batch);
        batch.stream().filter(record -> !isHeartbeat(record)).forEach(this::lookAt);
    }

    private static boolean isHeartbeat(byte[] record) {
        return Heartbeat.tryRead(record).isPresent();
    }

    private void lookAt(byte[] record) {
        records++;
        recordBytes += record.length;
        List<AcceptedEvent> events = DeliveryCodec.read(record).events();
        counting += events.stream().filter(event -> event.exclusion() == null).count();
    }

    private ShopMeasured measured(ShopMeasured.Case what, long events, long beacons) {
        Map<Stage, ShopMeasured.Function> byStage = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            byStage.put(stage, ShopMeasured.Function.of(functions, stage, events));
        }
        return new ShopMeasured(
                what,
                new ShopMeasured.Traffic(events, beacons, batches, (double) recordBytes / records),
                new ShopMeasured.Check(counting, inTheStatistics()),
                byStage,
                tables.sizes(),
                sizesOnceClosed());
    }

    /** The time at which all days are closed and their original pages have been deleted. */
    private Map<Kind, BilledTables.Size> sizesOnceClosed() {
        for (int day = 1; day <= 2; day++) {
            clock.set(clock.instant().plus(Duration.ofDays(1)));
            functions.aggregate();
        }
        clock.set(clock.instant().plus(Duration.ofDays(35)));
        return tables.sizes();
    }

    private long inTheStatistics() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return new StatisticRows(tables.chargedTo(new Bill()))
                .range(ShopFile.SITE, RowKey.of(OverviewCounts.STATISTIC), today.minusYears(1), today).stream()
                        .mapToLong(row -> row.figures().path("events").asLong())
                        .sum();
    }

    private static LocalDate day(long at) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(at), ZoneOffset.UTC);
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    /** The only shard. */
    private static final class WaitingRecords implements EventStream {
        private List<byte[]> records = new ArrayList<>();

        @Override
        public synchronized Set<Integer> put(List<Entry> entries) {
            entries.forEach(entry -> records.add(entry.data()));
            return Set.of();
        }

        synchronized List<byte[]> take() {
            List<byte[]> taken = records;
            records = new ArrayList<>();
            return taken;
        }
    }
}
