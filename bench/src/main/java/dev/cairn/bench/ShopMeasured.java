package dev.cairn.bench;

import dev.cairn.bench.BilledTables.Size;
import dev.cairn.bench.Stopwatch.Stage;
import java.util.Locale;
import java.util.Map;

/**
 * The result of one replay of the shop's days.
 *
 * @param stored after the last run, by kind of item
 * @param closed what remains once all days are closed and compacted and the original pages are deleted
 */
record ShopMeasured(
        Case what,
        Traffic traffic,
        Check check,
        Map<Stage, Function> functions,
        Map<Kind, Size> stored,
        Map<Kind, Size> closed) {

    /** @param copies multiple of the shop's traffic */
    record Case(int copies, Beacons beacons) {
        @Override
        public String toString() {
            return "%d times the traffic, %s events per beacon".formatted(copies, beacons);
        }
    }

    /** @param recordBytes average size of a record on the stream */
    record Traffic(long events, long beacons, long batches, double recordBytes) {}

    /**
     * @param sent events on the stream that no rule excludes from the statistics
     * @param counted events in the statistics
     */
    record Check(long sent, long counted) {}

    /** One function's bill. */
    record Function(UnitTable units, Map<ReadOfDays, Long> ofDays, long calls, long marksRaised, double cpuSeconds) {
        static Function of(ShopFunctions functions, Stage stage, long events) {
            Bill bill = functions.bill(stage);
            return new Function(
                    new UnitTable(bill.byKind(), Math.toIntExact(events)),
                    bill.ofDays(),
                    bill.calls(),
                    bill.marksRaised(),
                    functions.stopwatch().cpuSeconds(stage));
        }
    }

    /** Classifier and aggregator together. */
    double writeUnitsPerEvent() {
        return of(Stage.CLASSIFY).units().writeUnitsPerEvent()
                + of(Stage.AGGREGATE).units().writeUnitsPerEvent();
    }

    /** Classifier and aggregator together. */
    double readUnitsPerEvent() {
        return of(Stage.CLASSIFY).units().readUnitsPerEvent()
                + of(Stage.AGGREGATE).units().readUnitsPerEvent();
    }

    Function of(Stage stage) {
        return functions.get(stage);
    }

    double callsPerBeacon(Stage stage) {
        return (double) of(stage).calls() / traffic.beacons();
    }

    private static Size inAll(Map<Kind, Size> sizes) {
        return sizes.values().stream().reduce(new Size(0, 0), Size::plus);
    }

    /** Bytes stored for closed days: names and values, without DynamoDB's overhead per item. */
    double bytesPerEvent() {
        return (double) inAll(closed).bytes() / traffic.events();
    }

    double billedBytesPerEvent() {
        return (double) inAll(closed).billedBytes() / traffic.events();
    }

    /** Whether every event that was sent is in the statistics; otherwise the figures are meaningless. */
    boolean addsUp() {
        return check.sent() == check.counted();
    }

    /** Breaks down the reads in the line "visitor days". */
    private String ofDays(Function function) {
        StringBuilder lines = new StringBuilder("read units per event of the visitor days:");
        function.ofDays()
                .forEach((what, units) -> lines.append(" %s %.4f;".formatted(what, (double) units / traffic.events())));
        return lines.append('\n').toString();
    }

    String describe() {
        StringBuilder text = new StringBuilder("== The real shop, %s ==%n".formatted(what));
        text.append("%d events in %d beacons (%.2f), %d batches; %d to be counted, %d in the statistics%n"
                .formatted(
                        traffic.events(),
                        traffic.beacons(),
                        (double) traffic.events() / traffic.beacons(),
                        traffic.batches(),
                        check.sent(),
                        check.counted()));
        text.append("%nClassifier%n%s%s%nAggregator, a run every %d minutes%n%s%s%n"
                .formatted(
                        of(Stage.CLASSIFY).units(),
                        ofDays(of(Stage.CLASSIFY)),
                        ShopReplay.BETWEEN_RUNS.toMinutes(),
                        of(Stage.AGGREGATE).units(),
                        ofDays(of(Stage.AGGREGATE))));
        text.append(byKind("Stored", stored)).append('\n');
        text.append(byKind("Once days are closed", closed)).append('\n');
        for (Stage stage : Stage.values()) {
            text.append("%-10s %7.2f calls per beacon, %7.2f CPU seconds%n"
                    .formatted(
                            stage.name().toLowerCase(Locale.ROOT),
                            callsPerBeacon(stage),
                            of(stage).cpuSeconds()));
        }
        UnitTable collector = of(Stage.COLLECT).units();
        text.append("the collector's own units per event: %.4f write, %.4f read%n"
                .formatted(collector.writeUnitsPerEvent(), collector.readUnitsPerEvent()));
        return text.append("marks raised: %d; mean record size: %.0f bytes%n"
                        .formatted(of(Stage.CLASSIFY).marksRaised(), traffic.recordBytes()))
                .toString();
    }

    private String byKind(String title, Map<Kind, Size> sizes) {
        StringBuilder table = new StringBuilder("%-22s %9s %12s %12s%n".formatted(title, "items", "bytes", "billed"));
        table.append("%-22s %9s %12s %12s%n".formatted("", "", "per event", "per event"));
        sizes.forEach((kind, size) -> table.append(line(kind.toString(), size)));
        return table.append(line("total", inAll(sizes))).toString();
    }

    private String line(String name, Size size) {
        return "%-22s %9d %12.1f %12.1f%n"
                .formatted(
                        name,
                        size.items(),
                        (double) size.bytes() / traffic.events(),
                        (double) size.billedBytes() / traffic.events());
    }
}
