package dev.cairn.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Computes the monthly price of a stack deployed from template.yaml in us-east-1, by line item, at list prices without
 * the free tier, for few and for many events per beacon. DynamoDB's units, stored bytes and the record size are those
 * last measured by {@link RealShop} ({@link MeasuredUnits}); everything else is an assumption named here.
 */
public final class Cost {
    private static final List<Long> EVENTS = List.of(0L, 1_000_000L, 10_000_000L, 100_000_000L);
    private static final double HOURS = 730;
    static final double DAYS_A_MONTH = HOURS / 24;
    private static final double SECONDS = HOURS * 3_600;
    private static final double GB = 1e9;

    private static final double RUNS = 48 * DAYS_A_MONTH;
    /** StreamRetentionHours, as in the template. */
    private static final int STREAM_HOURS = 24;

    private static final double RETENTION_MONTHS = 400 / 30.4;

    /** Writes and reads of a run that finds no changes; other runs are included in the measurement. */
    private static final double WRITES_A_QUIET_RUN = 1;

    private static final double READS_A_QUIET_RUN = 10;

    // The archive. Firehose bills each record in units of 5 KB, and writes an object every 5 minutes or 64 MB.
    private static final double FIREHOSE_RECORD_BYTES = 5 * 1_024;
    private static final double OBJECTS = SECONDS / 300;
    private static final double OBJECT_BYTES = 64e6;
    /** The gzipped size of an event, measured with the demo month at 4 events per record. */
    private static final double ARCHIVED_BYTES = 57;

    // Durations are assumptions, not measured on AWS: CPU time of the order that Throughput measures, 5 ms per DynamoDB
    // call.
    private static final double COLLECT_SECONDS = 0.010;
    private static final double CLASSIFY_SECONDS = 0.030;
    private static final double CLASSIFY_SECONDS_A_BODY = 0.001;
    private static final double CLASSIFY_GB = 1;
    private static final double AGGREGATE_SECONDS = 0.5;
    private static final double AGGREGATE_SECONDS_AN_EVENT = 0.00012;
    private static final double AGGREGATE_GB = 2;
    private static final double BATCHING_SECONDS = 5;

    // Log lines: the API's access log, and a line of metrics for each invocation that counted something.
    private static final double ACCESS_LINE_BYTES = 300;
    private static final double METRIC_LINE_BYTES = 550;
    private static final double ANSWER_BYTES = 400;
    private static final int ALARM_METRICS = 35;
    private static final int CUSTOM_METRICS = 12;

    private final Beacons beacons;
    private final MeasuredUnits measured;

    Cost(Beacons beacons, MeasuredUnits measured) {
        this.beacons = beacons;
        this.measured = measured;
    }

    public static void main(String[] arguments) {
        MeasuredUnits measured = MeasuredUnits.read();
        for (Beacons beacons : Beacons.values()) {
            System.out.println(new Cost(beacons, measured).table());
        }
    }

    String table() {
        Map<String, double[]> lines = new LinkedHashMap<>();
        for (int column = 0; column < EVENTS.size(); column++) {
            for (Map.Entry<String, Double> item : items(EVENTS.get(column)).entrySet()) {
                lines.computeIfAbsent(item.getKey(), name -> new double[EVENTS.size()])[column] = item.getValue();
            }
        }
        StringBuilder table = new StringBuilder(
                "| US dollars per month, %s events per beacon | 0 | 1 million | 10 million | 100 million |%n"
                        .formatted(beacons));
        table.append("|---|---:|---:|---:|---:|\n");
        double[] total = new double[EVENTS.size()];
        lines.forEach((name, prices) -> {
            table.append(line(name, prices));
            for (int column = 0; column < total.length; column++) {
                total[column] += prices[column];
            }
        });
        return table.append(line("**total**", total)).toString();
    }

    private static String line(String name, double[] prices) {
        return String.format(
                Locale.ROOT, "| %s | %.2f | %.2f | %.2f | %.2f |%n", name, prices[0], prices[1], prices[2], prices[3]);
    }

    double total(long events) {
        return items(events).values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private Map<String, Double> items(long events) {
        MeasuredUnits.PerEvent each = measured.at(beacons, events);
        double bodies = events / beacons.eventsABeacon();
        double batches = Math.min(bodies, SECONDS / BATCHING_SECONDS);
        double shards = Math.max(1, Math.ceil(3 * bodies / SECONDS / 1_000));
        double storedGb = events * RETENTION_MONTHS * each.storedBytes() / GB;
        double writes = Math.max(events * each.writeUnits(), RUNS * WRITES_A_QUIET_RUN);
        double reads = Math.max(events * each.readUnits(), RUNS * READS_A_QUIET_RUN);
        double logBytes = bodies * (ACCESS_LINE_BYTES + METRIC_LINE_BYTES) + (batches + RUNS) * METRIC_LINE_BYTES;
        Map<String, Double> items = new LinkedHashMap<>();
        items.put("API Gateway, requests", bodies * Prices.API_REQUEST);
        items.put("Lambda, requests", (bodies + batches + RUNS) * Prices.LAMBDA_REQUEST);
        items.put("Lambda, compute", Prices.LAMBDA_GB_SECOND * gbSeconds(events, bodies, batches));
        items.put("Kinesis, shards", shards * HOURS * Prices.SHARD_HOUR);
        items.put("Kinesis, PUT units", (bodies + RUNS) * Prices.PUT_UNIT);
        items.put("Firehose, to the archive", (bodies + RUNS) * FIREHOSE_RECORD_BYTES / GB * Prices.DELIVERED_GB);
        items.put("S3, puts of the archive", objects(events, bodies * each.recordBytes()) * Prices.S3_PUT);
        items.put("S3, storage after 400 days", events * RETENTION_MONTHS * ARCHIVED_BYTES / GB * Prices.S3_GB);
        items.put("DynamoDB, writes", writes * Prices.WRITE_UNIT);
        items.put("DynamoDB, reads", reads * Prices.READ_UNIT);
        items.put("DynamoDB, storage after 400 days", storedGb * Prices.STORED_GB);
        items.put("DynamoDB, point-in-time recovery", storedGb * Prices.RECOVERABLE_GB);
        items.put("CloudWatch, logs", logBytes / GB * Prices.LOG_GB);
        items.put("CloudWatch, metrics", events == 0 ? 0 : CUSTOM_METRICS * Prices.METRIC);
        items.put("CloudWatch, alarms", ALARM_METRICS * Prices.ALARM_METRIC);
        items.put("Data transfer out", bodies * ANSWER_BYTES / GB * Prices.TRANSFERRED_GB);
        items.put("Secrets Manager", 2 * Prices.SECRET);
        items.put("Scheduler, runs of the aggregator", RUNS * Prices.SCHEDULED);
        return items;
    }

    /** Even without events, each run's heartbeat produces an object. */
    private static double objects(long events, double bytes) {
        return events == 0 ? RUNS : OBJECTS + bytes / OBJECT_BYTES;
    }

    /** A run reads the day so far, which is half of the day's events on average. */
    private static double gbSeconds(long events, double bodies, double batches) {
        double classify = batches * CLASSIFY_SECONDS + bodies * CLASSIFY_SECONDS_A_BODY;
        double eventsADay = events / (HOURS / 24);
        double aggregate = RUNS * (AGGREGATE_SECONDS + eventsADay / 2 * AGGREGATE_SECONDS_AN_EVENT);
        return bodies * COLLECT_SECONDS + classify * CLASSIFY_GB + aggregate * AGGREGATE_GB;
    }
}
