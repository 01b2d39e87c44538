package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CostTest {
    private static final MeasuredUnits MEASURED = MeasuredUnits.read();

    @ParameterizedTest
    @EnumSource
    void R7_theMonthlyPriceIsPrintedAtFourVolumesByLineItem(Beacons beacons) {
        assertThat(new Cost(beacons, MEASURED).table().lines().toList())
                .hasSizeGreaterThan(15)
                .allMatch(line -> line.chars().filter(c -> c == '|').count() == 6);
    }

    @ParameterizedTest
    @EnumSource
    void R7_aQuietStackCostsWhatStandsStillAndAnEventCostsNoMoreTheMoreThereAre(Beacons beacons) {
        Cost cost = new Cost(beacons, MEASURED);
        double first = cost.total(1_000_000) - cost.total(0);
        double tenth = (cost.total(10_000_000) - cost.total(1_000_000)) / 9;
        double hundredth = (cost.total(100_000_000) - cost.total(10_000_000)) / 90;

        assertThat(cost.total(0)).isBetween(11.0, 20.0);
        // From 10 million on the units per event are the same; only the shards of the stream come in steps.
        assertThat(hundredth).isPositive().isLessThan(tenth * 1.01);
        assertThat(tenth).isLessThan(first);
    }

    @Test
    void R7_moreEventsABeaconCostLess() {
        assertThat(new Cost(Beacons.HELD, MEASURED).total(10_000_000))
                .isLessThan(new Cost(Beacons.AS_THEY_COME, MEASURED).total(10_000_000))
                .isGreaterThan(new Cost(Beacons.HELD_LONG, MEASURED).total(10_000_000));
    }
}
