package dev.cairn.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultyTablesTest {
    private static final int EVENTS = 800;

    @Test
    void G5_withThirtyPercentOfTheCallsFailingEveryFigureIsWhatItIsWithoutAFault() throws Exception {
        FaultyTables.Outcome outcome = FaultyTables.run(1, EVENTS, 1, 0.3);

        System.out.print(outcome.describe());
        assertThat(outcome.differences()).isEmpty();
        assertThat(outcome.residual()).isZero();
        assertThat(outcome.confirmed()).isEqualTo(outcome.events());
        assertThat(outcome.cells()).isGreaterThan(1_000);
        assertThat(outcome.share()).isBetween(0.28, 0.32);
        assertThat(outcome.faults()).containsOnlyKeys(FaultKind.values());
    }
}
