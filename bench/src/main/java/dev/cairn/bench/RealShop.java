package dev.cairn.bench;

import dev.cairn.bench.Stopwatch.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Processes four days of a real shop with the real functions, at 1 and at 40 times its traffic, with 1.06, 2.5 and 4
 * events per beacon, and reports units by kind of item, calls, stored bytes and processor time. Exits with 1 if the
 * statistics do not add up to the events sent, or if a {@link #LIMITS limit} is exceeded.
 */
public final class RealShop {
    /**
     * Limits at 40 times the traffic, for classifier and aggregator together.
     *
     * @param bytes stored per event, without DynamoDB's overhead per item
     */
    record Limit(double writeUnits, double readUnits, double bytes) {}

    /** The number of days in the file. */
    static final int DAYS = 4;

    static final int LIMITED_COPIES = 40;
    static final Map<Beacons, Limit> LIMITS =
            Map.of(Beacons.AS_THEY_COME, new Limit(1.4, 2.4, 150), Beacons.HELD, new Limit(0.8, 1.7, 150));

    /** The limits are only reported until they can be met. */
    static final boolean LIMITS_HOLD = false;

    private static final String HEADER = """
            | times the traffic, events per beacon | classifier w + r | aggregator w + r | in all w + r | calls per beacon: collector, classifier, aggregator | bytes per event (billed) | marks | CPU s: collect, classify, aggregate |
            |---|---:|---:|---:|---:|---:|---:|---:|
            """;

    private RealShop() {}

    public static void main(String[] arguments) throws IOException {
        RealShopOptions options;
        try {
            options = RealShopOptions.read(List.of(arguments));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.err.print(RealShopOptions.USAGE);
            System.exit(2);
            return;
        }
        ShopFile file = new ShopFile(options.folder());
        if (!file.exists()) {
            System.out.println("skipped: the four days of the real shop are not in " + options.folder());
            return;
        }
        List<ShopMeasured> all = OneThread.call(() -> measure(file, options));
        System.out.print(summary(all));
        List<String> faults =
                all.stream().flatMap(each -> faults(each).stream()).toList();
        faults.forEach(System.out::println);
        if (options.write()) {
            Path written = MeasuredUnits.write(all, options.home());
            System.out.println("written: " + options.home().relativize(written));
        }
        boolean broken = all.stream().anyMatch(each -> !each.addsUp());
        System.exit(broken || LIMITS_HOLD && !faults.isEmpty() ? 1 : 0);
    }

    private static List<ShopMeasured> measure(ShopFile file, RealShopOptions options) throws IOException {
        List<ShopEvent> events = firstDays(file.events(), options.days());
        String plan = file.plan(options.audiences());
        List<ShopMeasured> all = new ArrayList<>();
        for (int copies : options.copies()) {
            for (Beacons beacons : options.beacons()) {
                ShopMeasured measured = ShopReplay.measure(events, plan, copies, beacons, options.window());
                System.out.println(measured.describe());
                all.add(measured);
            }
        }
        return all;
    }

    private static List<ShopEvent> firstDays(List<ShopEvent> events, int days) {
        long end = Instant.ofEpochMilli(events.getFirst().at())
                .truncatedTo(ChronoUnit.DAYS)
                .plus(days, ChronoUnit.DAYS)
                .toEpochMilli();
        return events.stream().filter(event -> event.at() < end).toList();
    }

    /** Lists the exceeded limits and the figures that do not add up. */
    static List<String> faults(ShopMeasured measured) {
        List<String> faults = new ArrayList<>();
        if (!measured.addsUp()) {
            faults.add(measured.what() + ": the statistics do not add up to what was sent");
        }
        Limit limit = LIMITS.get(measured.what().beacons());
        if (limit != null && measured.what().copies() == LIMITED_COPIES) {
            above(faults, measured, "write units per event", measured.writeUnitsPerEvent(), limit.writeUnits());
            above(faults, measured, "read units per event", measured.readUnitsPerEvent(), limit.readUnits());
            above(faults, measured, "stored bytes per event", measured.bytesPerEvent(), limit.bytes());
        }
        return faults;
    }

    private static void above(List<String> faults, ShopMeasured measured, String what, double is, double most) {
        if (is > most) {
            faults.add("above the limit, %s: %.2f %s (at most %s)".formatted(measured.what(), is, what, most));
        }
    }

    static String summary(List<ShopMeasured> all) {
        StringBuilder table = new StringBuilder(HEADER);
        all.forEach(each -> table.append(line(each)));
        return table.toString();
    }

    private static String line(ShopMeasured each) {
        return "| %d x, %s | %s | %s | %.2f + %.2f | %.1f, %.1f, %.1f | %.0f (%.0f) | %d | %.0f, %.0f, %.0f |%n"
                .formatted(
                        each.what().copies(),
                        each.what().beacons(),
                        units(each, Stage.CLASSIFY),
                        units(each, Stage.AGGREGATE),
                        each.writeUnitsPerEvent(),
                        each.readUnitsPerEvent(),
                        each.callsPerBeacon(Stage.COLLECT),
                        each.callsPerBeacon(Stage.CLASSIFY),
                        each.callsPerBeacon(Stage.AGGREGATE),
                        each.bytesPerEvent(),
                        each.billedBytesPerEvent(),
                        each.of(Stage.CLASSIFY).marksRaised(),
                        each.of(Stage.COLLECT).cpuSeconds(),
                        each.of(Stage.CLASSIFY).cpuSeconds(),
                        each.of(Stage.AGGREGATE).cpuSeconds());
    }

    private static String units(ShopMeasured measured, Stage stage) {
        UnitTable units = measured.of(stage).units();
        return "%.2f + %.2f".formatted(units.writeUnitsPerEvent(), units.readUnitsPerEvent());
    }
}
