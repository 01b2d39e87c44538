package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.bench.MeasuredUnits.Line;
import dev.cairn.store.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuredUnitsTest {
    private static final MeasuredUnits MEASURED = new MeasuredUnits(
            List.of(line(1, "2.5", 1_000, "8"), line(100, "2.5", 100_000, "2"), line(1, "4", 1_000, "5")));

    @ParameterizedTest
    @CsvSource({"0, 8", "1000, 8", "10000, 5", "31623, 3.5", "100000, 2", "100000000, 2"})
    void unitsGoByTheLogarithmOfTheVolumeAndBeyondWhatWasMeasuredAreThoseOfTheNearest(long eventsAMonth, double units) {
        assertThat(MEASURED.at(Beacons.HELD, eventsAMonth).writeUnits()).isCloseTo(units, within(0.001));
        assertThat(MEASURED.at(Beacons.HELD_LONG, eventsAMonth).writeUnits()).isEqualTo(5);
    }

    @Test
    void whatIsMeasuredAgainTakesThePlaceOfTheCheckedInLineOfItsCase(@TempDir Path home) throws IOException {
        Path folder = Files.createDirectories(home.resolve("bench/src/main/resources/dev/cairn/bench"));
        ShopMeasured measured = ShopReplay.measure(
                SyntheticShop.events(), SyntheticShop.plan(), 1, Beacons.HELD, ShopReplay.BATCHING_WINDOW);

        Path written = MeasuredUnits.write(List.of(measured), home);

        assertThat(written.getParent()).isEqualTo(folder);
        List<Line> lines = List.of(Json.MAPPER.readValue(written.toFile(), Line[].class));
        assertThat(lines)
                .filteredOn(line -> line.copies() == 1)
                .hasSize(3)
                .element(1)
                .satisfies(line -> {
                    assertThat(line.beacon()).isEqualByComparingTo("2.5");
                    assertThat(line.writeUnits().doubleValue()).isCloseTo(measured.writeUnitsPerEvent(), within(0.01));
                    assertThat(line.readUnits().doubleValue()).isGreaterThan(measured.readUnitsPerEvent());
                });
    }

    private static Line line(int copies, String beacon, long eventsAMonth, String writeUnits) {
        return new Line(
                copies,
                new BigDecimal(beacon),
                eventsAMonth,
                new BigDecimal(writeUnits),
                BigDecimal.ONE,
                BigDecimal.ONE,
                BigDecimal.ONE);
    }
}
