package dev.cairn.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Computes what a flood of requests costs with the template's defaults, by the prices and assumptions of {@link Cost}.
 * Requests arrive at the rate of {@code EventRateLimit}; those above it reach no function and no table.
 */
public final class Attack {
    private static final double RATE = 500;
    private static final double HOUR = 3_600;
    private static final double HOURS_A_DAY = 24;
    private static final double GB = 1e9;
    private static final double PURCHASES = 50;

    /** Assumed sizes of a record with one event, and of each further event. */
    private static final double RECORD_BYTES = 400;

    private static final double EVENT_BYTES = 200;
    /** The capacity of one shard per second; Collect retries what exceeds it until it gives up. */
    private static final double SHARD_BYTES = 1_048_576;

    private static final double COLLECT_SECONDS = 0.010;
    private static final double GIVEN_UP_SECONDS = 3;
    /** The limit of concurrent instances in a new account. */
    private static final double ACCOUNT_CONCURRENCY = 1_000;

    private static final double LOG_BYTES = 850;
    private static final double ANSWER_BYTES = 400;
    private static final double FIREHOSE_RECORD_BYTES = 5 * 1_024;

    /**
     * Classifier and aggregator, as measured by RealShop at ten times the shop's traffic with 1.06 events per beacon.
     */
    private static final double WRITES_AN_EVENT = 2.26;

    private static final double READS_AN_EVENT = 9.07;
    /** In addition to its share of the visitor's day, a purchase reads and then writes its order's claim. */
    private static final double WRITES_A_PURCHASE = 1.2;

    private static final double READS_A_PURCHASE = 1;
    /** The instances of Aggregate and CountWorkers, always busy; each reads a claim for every event that it counts. */
    private static final double COUNTING = 21;

    private static final double COUNTED_A_SECOND = 1 / 0.00012;
    private static final double COUNTING_GB = 2;

    private Attack() {}

    public static void main(String[] arguments) {
        System.out.print(table());
    }

    static String table() {
        StringBuilder table = new StringBuilder("| US dollars | an hour | a day | most of it |\n|---|---:|---:|---|\n");
        table.append(row("500 page views a second, each of a new visitor", pageViews()));
        table.append(row("500 bodies a second of 50 purchases each", purchases(ACCOUNT_CONCURRENCY)));
        table.append(row("the same, with `CollectConcurrency` 20", purchases(20)));
        table.append(row("500 requests a second that are refused", junk()));
        return table.toString();
    }

    private static String row(String attack, Map<String, Double> items) {
        double total = items.values().stream().mapToDouble(Double::doubleValue).sum();
        List<String> most = items.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(3)
                .map(item -> String.format(Locale.ROOT, "%s %.1f", item.getKey(), item.getValue()))
                .toList();
        return String.format(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %s |%n",
                attack,
                total,
                total * HOURS_A_DAY,
                String.join(", ", most));
    }

    static Map<String, Double> junk() {
        return requests(COLLECT_SECONDS * RATE);
    }

    static Map<String, Double> pageViews() {
        Map<String, Double> items = requests(COLLECT_SECONDS * RATE);
        double events = RATE * HOUR;
        stream(items, RATE, RECORD_BYTES);
        tables(items, events * WRITES_AN_EVENT, events * READS_AN_EVENT);
        return items;
    }

    /**
     * The shard accepts some of the bodies; for each of the others an instance of Collect retries for three seconds.
     */
    static Map<String, Double> purchases(double concurrency) {
        double recordBytes = RECORD_BYTES + (PURCHASES - 1) * EVENT_BYTES;
        double accepted = Math.min(RATE, SHARD_BYTES / recordBytes);
        double busy = Math.min(concurrency, accepted * COLLECT_SECONDS + (RATE - accepted) * GIVEN_UP_SECONDS);
        Map<String, Double> items = requests(busy);
        stream(items, accepted, recordBytes);
        double purchases = accepted * PURCHASES * HOUR;
        tables(items, purchases * WRITES_A_PURCHASE, purchases * READS_A_PURCHASE);
        double counted = COUNTING * HOUR * COUNTED_A_SECOND;
        items.put("counting", COUNTING * HOUR * COUNTING_GB * Prices.LAMBDA_GB_SECOND + counted * Prices.READ_UNIT);
        return items;
    }

    /** @param busy average number of busy Collect instances */
    private static Map<String, Double> requests(double busy) {
        double requests = RATE * HOUR;
        Map<String, Double> items = new LinkedHashMap<>();
        items.put("API Gateway", requests * Prices.API_REQUEST);
        items.put("Collect", requests * Prices.LAMBDA_REQUEST + busy * HOUR * Prices.LAMBDA_GB_SECOND);
        items.put("logs", requests * LOG_BYTES / GB * Prices.LOG_GB);
        items.put("transfer", requests * ANSWER_BYTES / GB * Prices.TRANSFERRED_GB);
        return items;
    }

    private static void stream(Map<String, Double> items, double records, double recordBytes) {
        double billed = Math.ceil(recordBytes / FIREHOSE_RECORD_BYTES) * FIREHOSE_RECORD_BYTES;
        items.put("stream and archive", records * HOUR * (Prices.PUT_UNIT + billed / GB * Prices.DELIVERED_GB));
    }

    private static void tables(Map<String, Double> items, double writes, double reads) {
        items.put("writes", writes * Prices.WRITE_UNIT);
        items.put("reads", reads * Prices.READ_UNIT);
    }
}
