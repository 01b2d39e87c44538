package dev.cairn.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.aggregate.AggregateHandler;
import dev.cairn.classify.ClassifyHandler;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PutResult;
import dev.cairn.store.Dependencies;
import dev.cairn.store.EventStream;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Secrets;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.telemetry.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Measures the cost of aggregating one closed day at 1, 10 and 100 times the events, first from the same visitors, then
 * from 10 and 100 times the visitors: processor time, items and bytes read, and peak heap. The tables are deflated and
 * off-heap, as they would be in DynamoDB. Exits with 1 if the peak more than doubles at 100 times the events with the
 * same visitors.
 */
public final class Aggregation {
    private static final int VISITORS = 320;
    private static final int EVENTS_A_VISITOR = 4;
    private static final double MOST_GROWTH = 2;
    private static final List<Integer> FACTORS = List.of(1, 10, 100);
    private static final String USAGE = """
            bench/run Aggregation [largest factor, default 100]
            Aggregates a day of %d visitors with %d events each, then with 10 and 100 times the events of the same
            visitors, then with as many times the visitors; prints time, reads and peak heap. JAVA_OPTIONS=-Xmx… as
            needed.
            """.formatted(VISITORS, EVENTS_A_VISITOR);

    /** One line of the table. */
    record Measured(int visitors, int events, long cpuMillis, long itemsRead, long bytesRead, long peakBytes) {
        @Override
        public String toString() {
            return "%9d %9d %9d %9d %10.1f %9.1f"
                    .formatted(visitors, events, cpuMillis, itemsRead, bytesRead / 1e6, peakBytes / 1e6);
        }
    }

    private Aggregation() {}

    public static void main(String[] arguments) {
        if (List.of(arguments).contains("--help")) {
            System.out.print(USAGE);
            return;
        }
        int largest = arguments.length > 0 ? Integer.parseInt(arguments[0]) : FACTORS.getLast();
        List<Integer> factors =
                FACTORS.stream().filter(factor -> factor <= largest).toList();
        System.out.println(" visitors    events    cpu ms     items    MB read  heap, MB");
        measure(VISITORS, EVENTS_A_VISITOR); // warms up
        List<Measured> same = factors.stream()
                .map(factor -> print(measure(VISITORS, EVENTS_A_VISITOR * factor)))
                .toList();
        factors.stream().skip(1).forEach(factor -> print(measure(VISITORS * factor, EVENTS_A_VISITOR)));
        double growth = same.getLast().peakBytes() / (double) same.getFirst().peakBytes();
        System.out.printf("heap with the same visitors: %.2f times (at most %.0f)%n", growth, MOST_GROWTH);
        System.exit(growth > MOST_GROWTH ? 1 : 0);
    }

    private static Measured print(Measured measured) {
        System.out.println(measured);
        return measured;
    }

    static Measured measure(int visitors, int eventsEach) {
        SetClock clock = new SetClock(Workload.START);
        OffHeapItems items = new OffHeapItems();
        PutResult put = new PlanRepository(items, clock, Duration.ZERO).put(Workload.PLAN, "*", null);
        if (!(put instanceof PutResult.Stored)) {
            throw new IllegalStateException(put.toString());
        }
        classify(items, clock, visitors, eventsEach);
        clock.set(Workload.START.plus(Duration.ofHours(26)));
        AggregateHandler aggregate = new AggregateHandler(ports(items, clock), Duration.ofSeconds(60));
        items.startCounting();
        PeakHeap heap = PeakHeap.start();
        long cpu = cpuNanos();
        aggregate(aggregate);
        return new Measured(
                visitors,
                visitors * eventsEach,
                (cpuNanos() - cpu) / 1_000_000,
                items.itemsRead(),
                items.bytesRead(),
                heap.stop());
    }

    private static void classify(ItemStore items, SetClock clock, int visitors, int eventsEach) {
        ClassifyHandler classify = new ClassifyHandler(ports(items, clock), Duration.ofSeconds(60));
        long sequence = 0;
        for (List<byte[]> batch : new ScaledDay(visitors, eventsEach)) {
            ObjectNode event = Json.MAPPER.createObjectNode();
            ArrayNode records = event.putArray("Records");
            for (byte[] data : batch) {
                String number = Long.toString(++sequence);
                records.addObject()
                        .put("eventID", "shardId-000000000000:" + number)
                        .putObject("kinesis")
                        .put("sequenceNumber", number)
                        .put("data", Base64.getEncoder().encodeToString(data));
            }
            call(out -> classify.handleRequest(in(event), out, null));
        }
    }

    private static void aggregate(AggregateHandler aggregate) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.putObject("detail").put("full", true);
        String summary = call(out -> aggregate.handleRequest(in(event), out, null));
        if (!summary.contains("\"failed\":0")) {
            throw new IllegalStateException("the run failed: " + summary);
        }
    }

    private interface Call {
        void to(ByteArrayOutputStream out) throws IOException;
    }

    private static String call(Call call) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            call.to(out);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static ByteArrayInputStream in(ObjectNode event) {
        return new ByteArrayInputStream(event.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static Dependencies ports(ItemStore items, SetClock clock) {
        EventStream nowhere = entries -> Set.of();
        return new Dependencies(items, nowhere, new MemoryArchive(), new NoSecrets(), clock, Telemetry.SILENT);
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
