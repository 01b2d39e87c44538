package dev.cairn.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.Pipeline;
import dev.cairn.jobs.JobsHandler;
import dev.cairn.jobs.PropagationDelay;
import dev.cairn.store.Dependencies;
import dev.cairn.store.EventArchive;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.statistic.IngestionBalance;
import dev.cairn.store.statistic.IngestionLedger;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.store.statistic.VisitorSketch;
import dev.cairn.store.work.Quarantine;
import dev.cairn.telemetry.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A site with the real classifier and aggregator on in-memory tables. The clock starts at noon UTC on 2026-03-10. */
final class Shop {
    static final String SITE = "shop";

    private static final String SITES = """
            sites:
              shop: {name: Shop, time_zone: %s, currency: EUR, origins: []}
            """;

    final SetClock clock;
    final MemoryItemStore tables;
    final ItemStore items;
    final Pipeline pipeline;
    private long records;

    /** @param goalsAndFunnels the plan without its sites */
    Shop(String goalsAndFunnels) {
        this("UTC", goalsAndFunnels);
    }

    Shop(String zone, String goalsAndFunnels) {
        this(SITES.formatted(zone) + goalsAndFunnels, items -> items);
    }

    Shop(String plan, UnaryOperator<ItemStore> around) {
        this.clock = new SetClock(Instant.parse("2026-03-10T12:00:00Z"));
        this.tables = new MemoryItemStore(clock);
        this.items = around.apply(tables);
        this.pipeline = new Pipeline(items, clock, plan, SITE);
    }

    /** Another process on the same tables, undisturbed, with a different shard. */
    Shop(Shop beside) {
        this(beside, items -> items);
    }

    Shop(Shop beside, UnaryOperator<ItemStore> around) {
        this(beside.clock, beside.tables, around, "shardId-000000000001", 10_000);
    }

    private Shop(SetClock clock, MemoryItemStore tables, UnaryOperator<ItemStore> around, String shard, long records) {
        this.clock = clock;
        this.tables = tables;
        this.items = around.apply(tables);
        this.pipeline = new Pipeline(items, clock, shard);
        this.records = records;
    }

    /** A copy of the shop with the same past and an independent future. */
    Shop copy(UnaryOperator<ItemStore> around) {
        SetClock own = new SetClock(clock.instant());
        return new Shop(own, tables.copy(own), around, Pipeline.SHARD, records);
    }

    static String plan(String goalsAndFunnels) {
        return SITES.formatted("UTC") + goalsAndFunnels;
    }

    /** One batch, a record for each event. */
    Shop send(Sent... events) {
        return deliver(Arrays.stream(events).map(this::record).toList());
    }

    /** One batch of one record with several events of one visitor. */
    Shop sendTogether(Sent... events) {
        return deliver(List.of(Sent.record("delivery-" + records, List.of(events))));
    }

    byte[] record(Sent event) {
        return event.record("delivery-" + records++);
    }

    Shop deliver(List<byte[]> batch) {
        Optional<String> failed = tryDeliver(batch);
        if (failed.isPresent()) {
            throw new IllegalStateException("failed at " + failed.get());
        }
        return this;
    }

    /** The position at which it failed, if it did. */
    Optional<String> tryDeliver(List<byte[]> batch) {
        return tryDeliver(records, batch);
    }

    /** Takes the sequence number of the first record, for redeliveries. */
    Optional<String> tryDeliver(long first, List<byte[]> batch) {
        records = Math.max(records, first) + batch.size();
        return pipeline.deliver(first, new ArrayList<>(batch));
    }

    /** The dependencies of this shop's functions. */
    Dependencies ports(EventArchive archive) {
        return new Dependencies(items, entries -> Set.of(), archive, Pipeline.SECRETS, clock, Telemetry.SILENT);
    }

    /** Continues the jobs, as on schedule. */
    static void runJobs(Dependencies dependencies, PropagationDelay patience) throws IOException {
        new JobsHandler(dependencies, Duration.ZERO, patience)
                .handleRequest(
                        new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)),
                        new ByteArrayOutputStream(),
                        null);
    }

    /** A full run. */
    Shop run() {
        pipeline.aggregate();
        return this;
    }

    Shop runOnSchedule() {
        pipeline.aggregateOnSchedule();
        return this;
    }

    Shop itIs(String time) {
        clock.forward(Duration.between(clock.instant(), Instant.ofEpochMilli(Sent.millis(time))));
        return this;
    }

    /** A day's row as stored; a missing node if there is none. */
    JsonNode row(String resource, String day) {
        return pipeline.figures(SITE, resource, LocalDate.parse(day));
    }

    /** Every stored row, by its key. */
    TreeMap<String, String> rows() {
        TreeMap<String, String> rows = new TreeMap<>();
        for (Item item : tables.all()) {
            if (item.key().partition().startsWith("row#")) {
                rows.put(item.key().partition() + " " + item.key().sort(), item.revision() + " " + item.body());
            }
        }
        return rows;
    }

    /** Only the figures, of rows that have some. */
    TreeMap<String, String> figures() {
        TreeMap<String, String> figures = new TreeMap<>();
        rows().forEach((key, row) -> {
            String figure = row.substring(row.indexOf("\"figures\""));
            if (figure.matches(".*[1-9].*")) {
                figures.put(key, figure);
            }
        });
        return figures;
    }

    /** The figures of the statistics, without {@code health}'s receipts, and without those of link level none. */
    TreeMap<String, String> statistics() {
        TreeMap<String, String> statistics = figures();
        statistics.keySet().removeIf(key -> key.contains("#health "));
        statistics.values().removeIf(figures -> figures.contains("\"" + VisitorSketch.NOBODY.sketch() + "\""));
        return statistics;
    }

    /** One part of a row, by JSON pointer, as JSON. */
    String read(String resource, String day, String pointer) {
        return row(resource, day).at(pointer).toString();
    }

    /** Visitors, visits, events. */
    List<Long> overview(String day) {
        JsonNode row = row("overview", day);
        return List.of(
                row.path("visitors").asLong(),
                row.path("visits").asLong(),
                row.path("events").asLong());
    }

    /** Conversions and converters. */
    List<Long> goal(String goal, String day) {
        JsonNode row = row("goals", day).path(goal);
        return List.of(row.path("conversions").asLong(), row.path("converters").asLong());
    }

    /** The value of a goal's conversions, by currency in order. */
    String value(String goal, String day) {
        List<String> amounts = new ArrayList<>();
        row("goals", day)
                .path(goal)
                .path("value")
                .fields()
                .forEachRemaining(
                        value -> amounts.add(value.getValue().decimalValue().toPlainString() + " " + value.getKey()));
        return String.join(", ", amounts);
    }

    Map<LocalDate, Map<String, Long>> quarantined(String site) {
        return new Quarantine(items, clock).counts(site, LocalDate.parse("2000-01-01"), LocalDate.parse("2100-01-01"));
    }

    List<byte[]> quarantinedPayloads(String site) {
        Quarantine quarantine = new Quarantine(items, clock);
        return quarantine.list(site, LocalDate.parse("2000-01-01"), LocalDate.parse("2100-01-01")).stream()
                .map(entry -> quarantine.payload(site, entry).orElseThrow())
                .toList();
    }

    /** The outcome of the events received on a day. */
    IngestionBalance received(String day) {
        LocalDate date = LocalDate.parse(day);
        return new IngestionLedger(new StatisticRows(items), new Quarantine(items, clock))
                .of(SITE, 400, date, date)
                .getOrDefault(date, IngestionBalance.NOTHING);
    }
}
