package dev.cairn.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.LambdaCalls;
import dev.cairn.aggregate.AggregateHandler;
import dev.cairn.aws.DynamoItemStore;
import dev.cairn.classify.ClassifyHandler;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PutResult;
import dev.cairn.store.Dependencies;
import dev.cairn.store.EventStream;
import dev.cairn.store.Json;
import dev.cairn.store.Secrets;
import dev.cairn.store.SetClock;
import dev.cairn.store.Table;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.store.statistic.VisitorSketch;
import dev.cairn.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Counts the writes and reads that DynamoDB bills for the seeded {@link Workload}: those of the classifier, and of the
 * aggregator with a run every 30 minutes. Exits with 1 if both together exceed {@link #LIMIT} write units per event.
 */
public final class WriteUnits {
    /** The limit behind the promise "cheap". */
    static final double LIMIT = 0.5;

    private static final String SHARD = "shardId-000000000000";
    private static final LocalDate DAY = LocalDate.parse("2026-03-10");
    private static final Duration BETWEEN_RUNS = Duration.ofMinutes(30);

    private final SetClock clock = new SetClock(Workload.START);
    private final MemoryItemStore items = new MemoryItemStore(clock);
    private final ItemsByKind classified = new ItemsByKind(items);
    private final ItemsByKind aggregated = new ItemsByKind(items);
    private long sequence;
    private Instant nextRun = Workload.START.plus(BETWEEN_RUNS);

    private WriteUnits() {}

    /** @param stateBytes final size of the items in the state table */
    record Measured(UnitTable classifier, UnitTable aggregator, long stateBytes) {

        double writeUnitsPerEvent() {
            return classifier.writeUnitsPerEvent() + aggregator.writeUnitsPerEvent();
        }
    }

    public static void main(String[] arguments) {
        long seed = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1;
        double adjusted = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 0;
        Measured measured = measure(new Workload(seed, adjusted));
        System.out.print(describe(measured));
        System.exit(measured.writeUnitsPerEvent() > LIMIT ? 1 : 0);
    }

    static String describe(Measured measured) {
        return "Classifier%n%s%nAggregator, a run every %d minutes%n%s%nstored: %d bytes per event%nwrite units per event, together: %.4f (at most %.1f)%n"
                .formatted(
                        measured.classifier(),
                        BETWEEN_RUNS.toMinutes(),
                        measured.aggregator(),
                        measured.stateBytes() / Workload.EVENTS,
                        measured.writeUnitsPerEvent(),
                        LIMIT);
    }

    static Measured measure(Workload workload) {
        return new WriteUnits().run(workload, true);
    }

    /** Without the aggregator, whose 48 runs take most of the time. */
    static UnitTable measureClassifier(Workload workload) {
        return new WriteUnits().run(workload, false).classifier();
    }

    private Measured run(Workload workload, boolean withAggregator) {
        prepare();
        ClassifyHandler classify = new ClassifyHandler(ports(classified), Duration.ofSeconds(60));
        AggregateHandler aggregate = new AggregateHandler(ports(aggregated), Duration.ZERO);
        for (Workload.Batch batch : workload.batches()) {
            while (withAggregator && !batch.arrived().isBefore(nextRun)) {
                aggregate(aggregate);
            }
            clock.forward(Duration.between(clock.instant(), batch.arrived()));
            classify(classify, batch.records());
        }
        if (withAggregator) {
            aggregate(aggregate);
        }
        return new Measured(
                new UnitTable(classified.counted(), Workload.EVENTS),
                new UnitTable(aggregated.counted(), Workload.EVENTS),
                items.all().stream()
                        .filter(item -> item.key().table() == Table.STATE)
                        .mapToLong(DynamoItemStore::bytes)
                        .sum());
    }

    private void aggregate(AggregateHandler aggregate) {
        if (nextRun.isAfter(clock.instant())) {
            clock.forward(Duration.between(clock.instant(), nextRun));
        }
        LambdaCalls.call(aggregate::handleRequest, Json.MAPPER.createObjectNode());
        nextRun = nextRun.plus(BETWEEN_RUNS);
    }

    /** Sets up a plan and a month of history, so that goals with averages are met as on a live site. */
    private void prepare() {
        PutResult put = new PlanRepository(items, clock, Duration.ZERO).put(Workload.PLAN, "*", null);
        if (!(put instanceof PutResult.Stored)) {
            throw new IllegalStateException(put.toString());
        }
        StatisticRows rows = new StatisticRows(items);
        VisitorSketch nobody = VisitorSketch.of(List.of());
        for (LocalDate day = DAY.minusDays(29); day.isBefore(DAY.minusDays(1)); day = day.plusDays(1)) {
            OverviewCounts overview = new OverviewCounts(5_000, 7_000, 70_000, 40_000, 7_000L * 60_000, 2_500, 3_500);
            rows.put(
                    new StatisticRows.Id(Workload.SITE, RowKey.of(OverviewCounts.STATISTIC), day),
                    row(day, Json.MAPPER.valueToTree(overview)));
            rows.put(
                    new StatisticRows.Id(Workload.SITE, RowKey.of(VisitorSketch.LINKABLE), day),
                    row(day, Json.MAPPER.valueToTree(nobody)));
        }
    }

    private static StatisticRows.Row row(LocalDate day, JsonNode figures) {
        return new StatisticRows.Row(day, 1, 0, 1, figures);
    }

    private void classify(ClassifyHandler classify, List<byte[]> records) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        ArrayNode array = event.putArray("Records");
        for (byte[] data : records) {
            String number = Long.toString(++sequence);
            array.addObject()
                    .put("eventID", SHARD + ":" + number)
                    .putObject("kinesis")
                    .put("sequenceNumber", number)
                    .put("data", Base64.getEncoder().encodeToString(data));
        }
        JsonNode answer = LambdaCalls.call(classify::handleRequest, event);
        if (!answer.path("batchItemFailures").isEmpty()) {
            throw new IllegalStateException("a batch failed: " + answer);
        }
    }

    private Dependencies ports(ItemsByKind counted) {
        return new Dependencies(counted, new NoStream(), new MemoryArchive(), new NoSecrets(), clock, Telemetry.SILENT);
    }

    /** Batches are delivered directly; the only records written to the stream are heartbeats. */
    private static final class NoStream implements EventStream {
        @Override
        public Set<Integer> put(List<Entry> entries) {
            return Set.of();
        }
    }

    private static final class NoSecrets implements Secrets {
        @Override
        public byte[] master() {
            throw new IllegalStateException("this benchmark identifies no visitors");
        }

        @Override
        public String adminKey() {
            throw new IllegalStateException("this benchmark uses no keys");
        }
    }
}
