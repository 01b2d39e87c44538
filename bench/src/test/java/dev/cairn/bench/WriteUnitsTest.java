package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WriteUnitsTest {

    @Test
    void cheap_atMostHalfAWriteUnitPerEventOnTheSeededWorkload() {
        UnitTable measured = WriteUnits.measureClassifier(new Workload(1, 0));

        System.out.print(measured);
        // The minimum is one unit for each visitor of each batch: 500 of 2,000.
        assertThat(measured.writeUnitsPerEvent()).isBetween(0.25, WriteUnits.LIMIT);
    }
}
