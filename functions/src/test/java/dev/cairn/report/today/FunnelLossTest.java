package dev.cairn.report.today;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.FunnelCountsBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** H2(c): the step after which most are lost, and what those cost who do not come in the end. */
class FunnelLossTest {
    private static FunnelCounts reached(Long... steps) {
        return FunnelCountsBuilder.reached(steps).build();
    }

    @Test
    void H2_ofEqualLossesItIsTheEarliestAndItCostsWhatTheOthersWouldHaveConverted() {
        FunnelLoss loss = FunnelLoss.of(reached(100L, 60L, 20L)).orElseThrow();

        assertThat(loss.step()).isZero();
        assertThat(loss.reached()).isEqualTo(100);
        assertThat(loss.lost()).isEqualTo(40);
        assertThat(loss.conversions()).isCloseTo(40.0 * 20 / 60, within(1e-9));
    }

    @Test
    void H2_withTooFewEntriesThereIsNone() {
        assertThat(FunnelLoss.of(reached(24L, 0L))).isEmpty();
        assertThat(FunnelLoss.of(reached(25L, 0L))).isPresent();
        assertThat(FunnelLoss.of(reached(25L, 25L))).isEmpty();
    }

    /** Of 60 who did not go on so far, 15 are expected to: the other 45 cost what 45 of those who went on brought. */
    @ParameterizedTest
    @CsvSource({"45, 22.5", "60, 30", "0, 0", "-3, 0", "70, 30"})
    void H2_onlyThoseAreCountedWhoAreLostInTheEnd(long lostInTheEnd, double conversions) {
        FunnelLoss soFar = FunnelLoss.of(reached(100L, 40L, 20L)).orElseThrow();

        FunnelLoss inTheEnd = soFar.ofWhom(lostInTheEnd);

        assertThat(soFar.conversions()).isCloseTo(30, within(1e-9));
        assertThat(inTheEnd.conversions()).isCloseTo(conversions, within(1e-9));
        assertThat(inTheEnd.lost()).as("who has not come so far").isEqualTo(60);
    }
}
