package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThroughputTest {

    @Test
    void everyEventOfAMonthIsCountedOnceAndMemoryStaysFlat() {
        Throughput.Measured measured = Throughput.measure(30_000, 1);

        System.out.print(Throughput.describe(measured));
        assertThat(measured.sent()).isGreaterThanOrEqualTo(30_000);
        assertThat(measured.counted()).isEqualTo(measured.sent());
        assertThat(measured.growth()).isLessThanOrEqualTo(Throughput.MOST_GROWTH);
    }
}
