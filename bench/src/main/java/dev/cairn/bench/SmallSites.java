package dev.cairn.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.Pipeline;
import dev.cairn.aggregate.AggregateHandler;
import dev.cairn.aggregate.ThreadWorkers;
import dev.cairn.classify.ClassifyHandler;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PutResult;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.SetClock;
import dev.cairn.store.codec.DeliveryCodec;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.telemetry.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Measures a scheduled run at noon over many small sites, each with some visitors in the morning and a few more since
 * the last run. Workers are available but not needed.
 */
final class SmallSites {
    private static final int SITES = 1_000;
    private static final int VISITORS_BEFORE = 28;
    private static final int VISITORS_SINCE = 2;
    private static final int EVENTS = 4;
    private static final int BATCH = 500;
    private static final int RUNS_A_MONTH = 48 * 30;
    private static final double GB = 2;
    private static final double NANOS = 1e9;
    private static final double SECONDS_A_CALL = 0.005;

    private final SetClock clock = new SetClock(Workload.START);
    private final BilledTables tables = new BilledTables(clock);
    private long sequence;

    private SmallSites() {}

    static String measure() {
        return new SmallSites().run();
    }

    private String run() {
        StringBuilder plan = new StringBuilder("extends: default\nsites:\n");
        for (int site = 0; site < SITES; site++) {
            plan.append("  ").append(name(site)).append(": {name: S, time_zone: UTC, currency: EUR, origins: []}\n");
        }
        PutResult put =
                new PlanRepository(tables.chargedTo(new Bill()), clock, Duration.ZERO).put(plan.toString(), "*", null);
        if (!(put instanceof PutResult.Stored)) {
            throw new IllegalStateException(put.toString());
        }
        ClassifyHandler classify = new ClassifyHandler(ports(new Bill()), Duration.ofSeconds(60));
        aggregate(new Bill()); // every site's first run is a daily one
        clock.set(Workload.START.plus(Duration.ofHours(12)));
        visits(classify, 0, VISITORS_BEFORE);
        aggregate(new Bill());
        clock.set(Workload.START.plus(Duration.ofMinutes(12 * 60 + 29)));
        visits(classify, VISITORS_BEFORE, VISITORS_BEFORE + VISITORS_SINCE);
        clock.set(Workload.START.plus(Duration.ofMinutes(12 * 60 + 30)));
        Bill bill = new Bill();
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        aggregate(bill);
        double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / NANOS;
        return describe(bill, seconds);
    }

    private static String describe(Bill bill, double cpuSeconds) {
        UnitTable units = new UnitTable(bill.byKind(), SITES);
        double seconds = cpuSeconds + bill.calls() * SECONDS_A_CALL;
        double dollars = seconds * GB * Prices.LAMBDA_GB_SECOND
                + units.sum().writeUnits() * Prices.WRITE_UNIT
                + units.sum().readUnits() * Prices.READ_UNIT;
        return ("A run at noon over %d small sites, each with %d visitors before and %d since the last run; units are per site"
                        + "%n%s%.1f CPU s, %d calls (%.1f s at %.0f ms); %.4f dollars, %.0f a month (%d runs)%n")
                .formatted(
                        SITES,
                        VISITORS_BEFORE,
                        VISITORS_SINCE,
                        units,
                        cpuSeconds,
                        bill.calls(),
                        bill.calls() * SECONDS_A_CALL,
                        SECONDS_A_CALL * 1_000,
                        dollars,
                        dollars * RUNS_A_MONTH,
                        RUNS_A_MONTH);
    }

    private static String name(int site) {
        return "site-" + site;
    }

    private void visits(ClassifyHandler classify, int from, int to) {
        List<byte[]> records = new ArrayList<>();
        for (int person = from; person < to; person++) {
            for (int site = 0; site < SITES; site++) {
                records.add(visit(site, person));
            }
        }
        for (int first = 0; first < records.size(); first += BATCH) {
            classify(classify, records.subList(first, Math.min(records.size(), first + BATCH)));
        }
    }

    private byte[] visit(int site, int person) {
        int number = site * 1_000 + person;
        Random random = new Random(number);
        IdMaker ids = new IdMaker(random);
        Shopper shopper = new Shopper(random, ids);
        VisitorKey visitor = Workload.visitor(number);
        List<AcceptedEvent> events = new ArrayList<>();
        long at = clock.millis() - Duration.ofMinutes(20).toMillis();
        for (int i = 0; i < EVENTS; i++) {
            at += 1_000 + random.nextInt(60_000);
            Step step = i == 0 ? shopper.first() : shopper.next();
            events.add(Workload.event(step, ids.next(), at, i, false, number, random.nextLong()));
        }
        return DeliveryCodec.write(new Delivery(
                ids.next() + "-0", name(site), at + 1_000, 1, Delivery.Sender.of(visitor), events, List.of()));
    }

    private void classify(ClassifyHandler classify, List<byte[]> records) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        ArrayNode array = event.putArray("Records");
        for (byte[] data : records) {
            String number = Long.toString(++sequence);
            array.addObject()
                    .put("eventID", Pipeline.SHARD + ":" + number)
                    .putObject("kinesis")
                    .put("sequenceNumber", number)
                    .put("data", Base64.getEncoder().encodeToString(data));
        }
        String answer = call(event, classify::handleRequest);
        if (!answer.contains("\"batchItemFailures\":[]")) {
            throw new IllegalStateException("a batch failed: " + answer);
        }
    }

    private void aggregate(Bill bill) {
        try (ThreadWorkers workers = new ThreadWorkers(1, Duration.ofSeconds(60), work -> {
            throw new IllegalStateException("no worker is needed");
        })) {
            AggregateHandler aggregate = new AggregateHandler(ports(bill), Duration.ofSeconds(60), workers);
            String summary = call(Json.MAPPER.createObjectNode(), aggregate::handleRequest);
            if (!summary.contains("\"failed\":0,\"postponed\":0")) {
                throw new IllegalStateException("a run failed: " + summary);
            }
        }
    }

    private interface Handler {
        void handle(
                java.io.InputStream in, java.io.OutputStream out, com.amazonaws.services.lambda.runtime.Context context)
                throws IOException;
    }

    private static String call(ObjectNode event, Handler handler) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            handler.handle(new ByteArrayInputStream(event.toString().getBytes(StandardCharsets.UTF_8)), out, null);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private Dependencies ports(Bill bill) {
        return new Dependencies(
                tables.chargedTo(bill),
                entries -> Set.of(),
                new MemoryArchive(),
                Pipeline.SECRETS,
                clock,
                Telemetry.SILENT);
    }
}
