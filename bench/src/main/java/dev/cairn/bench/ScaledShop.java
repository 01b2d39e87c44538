package dev.cairn.bench;

import dev.cairn.Pipeline;
import dev.cairn.aggregate.AggregateHandler;
import dev.cairn.aggregate.CountHandler;
import dev.cairn.store.Dependencies;
import dev.cairn.store.EventStream;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.SetClock;
import dev.cairn.store.bucket.DayBuckets;
import dev.cairn.store.bucket.DirtyBuckets;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.visitor.VisitorDayStore;
import dev.cairn.telemetry.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The real shop after its four days; its last day can have any number of visitors. */
final class ScaledShop {
    private static final int BATCH_SIZE = 500;
    private static final long BETWEEN_LOOKS_MILLIS = 500;
    private static final double NANOS = 1e9;

    private final SetClock clock;
    private final BilledTables tables;
    private final LocalDate day;
    private final int visitors;
    private final double connectedShare;

    private ScaledShop(SetClock clock, BilledTables tables, LocalDate day) {
        this.clock = clock;
        this.tables = tables;
        this.day = day;
        VisitorDayStore days = new VisitorDayStore(items(), clock);
        int all = 0;
        int connected = 0;
        for (int bucket = 0; bucket < Scale.BUCKETS; bucket++) {
            for (VisitorDayStore.Loaded loaded :
                    days.bucket(ShopFile.SITE, day, bucket).values()) {
                all++;
                connected += loaded.connected() ? 1 : 0;
            }
        }
        this.visitors = all;
        this.connectedShare = (double) connected / all;
    }

    /**
     * @param bytesBefore heap in use before the measurement: the tables and the benchmark's other data
     * @param peakBytes in addition to that
     */
    record Measured(double cpuSeconds, long bytesBefore, long peakBytes, long readUnits, long calls) {}

    /** The shop's four days, collected and classified. */
    static ScaledShop of(ShopFile file) throws IOException {
        List<ShopEvent> events = file.events();
        SetClock clock = new SetClock(Instant.ofEpochMilli(events.getFirst().at()));
        BilledTables tables = new BilledTables(clock);
        List<byte[]> stream = new ArrayList<>();
        EventStream waiting = entries -> {
            entries.forEach(entry -> stream.add(entry.data()));
            return Set.of();
        };
        LocalDate day =
                LocalDate.ofInstant(Instant.ofEpochMilli(events.getLast().at()), ZoneOffset.UTC);
        new DayBuckets(tables.chargedTo(new Bill()), clock).prepare(ShopFile.SITE, day, Scale.BUCKETS);
        ShopFunctions functions = new ShopFunctions(tables, clock, waiting, file.plan(false));
        for (Beacon beacon : Beacons.AS_THEY_COME.form(events)) {
            clock.set(Instant.ofEpochMilli(beacon.sentAt()));
            functions.collect(beacon.body(new Copy(0, Long.MAX_VALUE)));
            if (stream.size() >= BATCH_SIZE) {
                functions.classify(List.copyOf(stream));
                stream.clear();
            }
        }
        functions.classify(List.copyOf(stream));
        clock.set(day.plusDays(1).atStartOfDay().plusMinutes(30).toInstant(ZoneOffset.UTC));
        return new ScaledShop(clock, tables, day);
    }

    int visitors() {
        return visitors;
    }

    /** The share of visitors whose other days are needed to interpret that day. */
    double connectedShare() {
        return connectedShare;
    }

    private ItemStore items() {
        return tables.chargedTo(new Bill());
    }

    /** Measures a worker that counts one bucket with this many visitors. */
    Measured task(int visitorsABucket, boolean watchHeap) {
        ManyVisitors many = new ManyVisitors(items(), ShopFile.SITE, day, visitorsABucket);
        CountHandler worker = new CountHandler(ports(many), Duration.ofSeconds(60));
        // Its own epoch, so that the bucket never counts as done.
        long epoch = new DirtyBuckets(items(), clock).nextEpoch();
        String work = Json.write(Map.of(
                "epoch",
                epoch,
                "as_of",
                clock.millis(),
                "days",
                List.of(Map.of("site", ShopFile.SITE, "day", day.toString(), "buckets", List.of(0)))));
        return measured(many, watchHeap, () -> worker.count(work.getBytes(StandardCharsets.UTF_8)));
    }

    /** Measures a run without workers that has to count this many visitors. */
    Measured run(int dirtyVisitors) {
        ItemStore items = items();
        List<DirtyBuckets.BucketKey> all = IntStream.range(0, Scale.BUCKETS)
                .mapToObj(bucket -> new DirtyBuckets.BucketKey(ShopFile.SITE, day, bucket))
                .toList();
        new DirtyBuckets(items, clock).raise(all);
        ManyVisitors many = new ManyVisitors(items, ShopFile.SITE, day, dirtyVisitors / Scale.BUCKETS);
        AggregateHandler run = new AggregateHandler(ports(many), Duration.ofSeconds(60));
        return measured(many, true, () -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                run.handleRequest(new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)), out, null);
            } catch (IOException inMemory) {
                throw new UncheckedIOException(inMemory);
            }
            if (!out.toString(StandardCharsets.UTF_8).contains("\"failed\":0,\"postponed\":0")) {
                throw new IllegalStateException("the run failed: " + out.toString(StandardCharsets.UTF_8));
            }
        });
    }

    private static Measured measured(ManyVisitors many, boolean watchHeap, Runnable work) {
        long before = watchHeap ? PeakHeap.now() : 0;
        Optional<PeakHeap> heap = watchHeap ? Optional.of(PeakHeap.start(BETWEEN_LOOKS_MILLIS)) : Optional.empty();
        long cpu = cpuNanos();
        work.run();
        double seconds = (cpuNanos() - cpu) / NANOS;
        long peak = heap.map(PeakHeap::stop).orElse(before) - before;
        return new Measured(seconds, before, peak, many.readUnits(), many.calls());
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private Dependencies ports(ItemStore items) {
        return new Dependencies(
                items, entries -> Set.of(), new MemoryArchive(), Pipeline.SECRETS, clock, Telemetry.SILENT);
    }
}
