package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CostTest {

    @Test
    void R7_theMonthlyPriceIsPrintedAtFourVolumesByLineItem() {
        assertThat(Cost.table().lines().toList())
                .hasSizeGreaterThan(15)
                .allMatch(line -> line.chars().filter(c -> c == '|').count() == 6);
    }

    @Test
    void R7_aSmallSiteCostsWhatStandsStillAndALargeOneWhatItSends() {
        assertThat(Cost.total(0)).isBetween(20.0, 40.0);
        assertThat(Cost.total(100_000_000) - Cost.total(10_000_000))
                .isBetween(
                        8 * (Cost.total(10_000_000) - Cost.total(1_000_000)),
                        12 * (Cost.total(10_000_000) - Cost.total(1_000_000)));
    }
}
