package dev.cairn.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.cairn.bench.Stopwatch.Stage;
import dev.cairn.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The last measurements of {@link RealShop}, as checked in; the input of {@link Cost}. Units are the sum of all three
 * functions, including runs and batches.
 */
final class MeasuredUnits {
    private static final String RESOURCE = "real-shop.json";
    private static final Path SOURCE = Path.of("bench/src/main/resources/dev/cairn/bench", RESOURCE);
    private static final MathContext DIGITS = new MathContext(5);

    /**
     * One case, per event.
     *
     * @param copies multiple of the shop's traffic
     * @param monthlyEvents the traffic in events per month
     * @param storedBytes billed bytes, including DynamoDB's overhead per item
     * @param recordBytes size of a record on the stream
     */
    record Line(
            int copies,
            BigDecimal beacon,
            long monthlyEvents,
            BigDecimal writeUnits,
            BigDecimal readUnits,
            BigDecimal storedBytes,
            BigDecimal recordBytes) {
        private boolean isOf(Line other) {
            return copies == other.copies && beacon.compareTo(other.beacon) == 0;
        }
    }

    private final List<Line> lines;

    MeasuredUnits(List<Line> lines) {
        this.lines = lines;
    }

    /** Reads the checked-in measurements. */
    static MeasuredUnits read() {
        try (InputStream in = Objects.requireNonNull(MeasuredUnits.class.getResourceAsStream(RESOURCE))) {
            return new MeasuredUnits(Json.MAPPER.readValue(in, new TypeReference<List<Line>>() {}));
        } catch (IOException notOurs) {
            throw new UncheckedIOException(notOurs);
        }
    }

    /** Units and bytes per event at one volume. */
    record PerEvent(double writeUnits, double readUnits, double storedBytes, double recordBytes) {
        private static PerEvent of(Line line) {
            return new PerEvent(
                    line.writeUnits().doubleValue(),
                    line.readUnits().doubleValue(),
                    line.storedBytes().doubleValue(),
                    line.recordBytes().doubleValue());
        }

        private PerEvent towards(PerEvent other, double share) {
            return new PerEvent(
                    between(writeUnits, other.writeUnits, share),
                    between(readUnits, other.readUnits, share),
                    between(storedBytes, other.storedBytes, share),
                    between(recordBytes, other.recordBytes, share));
        }

        private static double between(double one, double other, double share) {
            return one + (other - one) * share;
        }
    }

    /** Interpolates between two measured volumes by the logarithm of the volume; beyond them, uses the nearest one. */
    PerEvent at(Beacons beacons, long eventsAMonth) {
        TreeMap<Long, PerEvent> measured = new TreeMap<>();
        lines.stream()
                .filter(line -> line.beacon().doubleValue() == beacons.eventsABeacon())
                .forEach(line -> measured.put(line.monthlyEvents(), PerEvent.of(line)));
        Map.Entry<Long, PerEvent> below = measured.floorEntry(eventsAMonth);
        Map.Entry<Long, PerEvent> above = measured.ceilingEntry(eventsAMonth);
        if (below == null || above == null) {
            return Optional.ofNullable(below).orElse(above).getValue();
        }
        double width = Math.log((double) above.getKey() / below.getKey());
        double share = width == 0 ? 0 : Math.log((double) eventsAMonth / below.getKey()) / width;
        return below.getValue().towards(above.getValue(), share);
    }

    /** Replaces the stored measurements of the same cases; returns the file. */
    static Path write(List<ShopMeasured> measured, Path home) throws IOException {
        List<Line> lines = new ArrayList<>(read().lines);
        for (ShopMeasured each : measured) {
            Line line = line(each);
            lines.removeIf(line::isOf);
            lines.add(line);
        }
        lines.sort(Comparator.comparingInt(Line::copies).thenComparing(Line::beacon));
        Path file = home.resolve(SOURCE);
        Files.writeString(
                file,
                Json.MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(lines) + "\n");
        return file;
    }

    private static Line line(ShopMeasured measured) {
        return new Line(
                measured.what().copies(),
                BigDecimal.valueOf(measured.what().beacons().eventsABeacon()),
                Math.round(measured.traffic().events() * Cost.DAYS_A_MONTH / RealShop.DAYS),
                inAll(measured, UnitTable::writeUnitsPerEvent),
                inAll(measured, UnitTable::readUnitsPerEvent),
                rounded(measured.billedBytesPerEvent()),
                rounded(measured.traffic().recordBytes()));
    }

    private static BigDecimal inAll(ShopMeasured measured, java.util.function.ToDoubleFunction<UnitTable> units) {
        double sum = 0;
        for (Stage stage : Stage.values()) {
            sum += units.applyAsDouble(measured.of(stage).units());
        }
        return rounded(sum);
    }

    private static BigDecimal rounded(double number) {
        return new BigDecimal(number).round(DIGITS);
    }
}
