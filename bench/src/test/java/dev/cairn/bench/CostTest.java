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
    void R7_aQuietStackCostsWhatStandsStillAndAnEventCostsLessTheMoreThereAre() {
        double first = Cost.total(1_000_000) - Cost.total(0);
        double tenth = (Cost.total(10_000_000) - Cost.total(1_000_000)) / 9;
        double hundredth = (Cost.total(100_000_000) - Cost.total(10_000_000)) / 90;

        assertThat(Cost.total(0)).isBetween(20.0, 40.0);
        assertThat(hundredth).isPositive().isLessThan(tenth);
        assertThat(tenth).isLessThan(first);
    }
}
