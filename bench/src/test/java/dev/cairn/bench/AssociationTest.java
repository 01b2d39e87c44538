package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.bench.SimulatedVisitor.Interest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten small sites, of which about 9.5 intervals should hold the truth; {@code bench/run Association} takes 100. */
class AssociationTest {
    private static final int SITES = 10;
    private static final int VISITORS = 20_000;

    @ParameterizedTest
    @EnumSource
    void N2_N3_intervalsHoldTheTruthAndWhatOnlyBuyersDoHasNoRatio(Interest how) {
        Association.Measured measured = Association.measure(SITES, VISITORS, how);
        System.out.print(Association.describe(measured));

        assertThat(measured.micros().values()).allSatisfy(each -> {
            assertThat(each.covered()).isGreaterThanOrEqualTo(8);
            assertThat(each.adjustedCovered()).isGreaterThanOrEqualTo(8);
        });
        assertThat(measured.shownAfter())
                .as("a micro goal that only buyers meet, afterwards")
                .isZero();
        assertThat(measured.micros().get(SimulatedVisitor.DOUBLING).significant())
                .isEqualTo(SITES);
        if (how != Interest.UNSEEN) {
            assertThat(measured.micros().get(SimulatedVisitor.PLAIN).significant())
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void N2_theTruthIsWhatTheVisitorsAreDrawnFrom() {
        for (String micro : SimulatedVisitor.MET_BEFORE) {
            double made = micro.equals(SimulatedVisitor.DOUBLING) ? 2 : 1;
            AssociationTruth same = AssociationTruth.of(micro, Interest.SAME);
            AssociationTruth seen = AssociationTruth.of(micro, Interest.SEEN);
            assertThat(same.plain()).isCloseTo(made, within(1e-6));
            assertThat(same.adjusted()).isCloseTo(made, within(1e-6));
            assertThat(seen.adjusted()).as("page views tell all").isCloseTo(made, within(1e-6));
            assertThat(seen.plain()).isGreaterThan(1.2 * made);
        }
        AssociationTruth unseen = AssociationTruth.of(SimulatedVisitor.PLAIN, Interest.UNSEEN);
        assertThat(unseen.plain()).as("what changes nothing looks as if it did").isGreaterThan(1.4);
        assertThat(unseen.adjusted()).isBetween(1.1, unseen.plain() - 0.15);
    }
}
