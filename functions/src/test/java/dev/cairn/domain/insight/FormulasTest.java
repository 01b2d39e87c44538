package dev.cairn.domain.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.domain.goal.MicroKind;
import dev.cairn.domain.insight.MicroRanking.Direction;
import dev.cairn.domain.insight.MicroRanking.Ranked;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The formulas of N2 to N4 against values computed by a separate program. */
class FormulasTest {
    private static final Offset<Double> CLOSE = within(1e-9);

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "0.5, 0.6170750774519738",
        "1.959963984540054, 0.05",
        "-2.5758293035489004, 0.01",
        "4.2, 2.6691498031812692e-05",
        "4.3, 1.7079810941983632e-05",
        "8, 1.2441921148543573e-15"
    })
    void N2_theNormalDistributionHasTheTablesValues(double z, double p) {
        assertThat(NormalDistribution.twoSided(z) / p).isCloseTo(1, CLOSE);
    }

    @Test
    void N2_theOddsRatioHasAHalfInEachCell() {
        RatioEstimate estimate = new FourfoldTable(4, 90, 20, 1100).oddsRatio();

        assertThat(estimate.ratio()).isCloseTo(2.669316803665274, CLOSE);
        assertThat(estimate.standardError()).isCloseTo(0.5319408911314302, CLOSE);
        assertThat(new FourfoldTable(0, 30, 0, 30).oddsRatio().ratio()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "25, 975, 250, 8750, true",
        "0, 24, 250, 8750, false",
        "0, 25, 250, 8750, false",
        "10, 190, 15, 785, true",
        "10, 190, 14, 786, false",
        "180, 20, 780, 20, true",
        "30, 0, 40, 0, false"
    })
    void N2_aRatioNeedsAnExpectedCountOf5(long n11, long n10, long n01, long n00, boolean enough) {
        assertThat(new FourfoldTable(n11, n10, n01, n00).isEnough()).isEqualTo(enough);
    }

    @Test
    void N2_mantelHaenszelComparesWithinStrata() {
        // In each stratum the odds are equal; who did more is more often exposed and more often converts.
        List<FourfoldTable> strata = List.of(new FourfoldTable(1, 99, 9, 891), new FourfoldTable(90, 210, 30, 70));

        RatioEstimate adjusted = FourfoldTable.mantelHaenszel(strata).orElseThrow();

        assertThat(adjusted.ratio()).isCloseTo(1, CLOSE);
        assertThat(adjusted.holdsOne()).isTrue();
        assertThat(new FourfoldTable(91, 309, 39, 961).oddsRatio().ratio()).isGreaterThan(7);
        // One stratum without continuity correction: ad/bc, and the variance is Woolf's.
        RatioEstimate one = FourfoldTable.mantelHaenszel(List.of(new FourfoldTable(4, 90, 20, 1100)))
                .orElseThrow();
        assertThat(one.ratio()).isCloseTo(4 * 1100 / (90.0 * 20), CLOSE);
        assertThat(one.standardError()).isCloseTo(Math.sqrt(1 / 4.0 + 1 / 90.0 + 1 / 20.0 + 1 / 1100.0), CLOSE);
        assertThat(FourfoldTable.mantelHaenszel(List.of(new FourfoldTable(0, 90, 20, 1100))))
                .isEmpty();
        assertThat(FourfoldTable.mantelHaenszel(List.of())).isEmpty();
    }

    @Test
    void N3_whatIsKnownLessPreciselyIsDrawnMoreTowards1() {
        Map<String, Ranked> ranked = MicroRanking.of(Map.of(
                "precise", new RatioEstimate(0.6, 0.1),
                "rough", new RatioEstimate(0.9, 0.6),
                "against", new RatioEstimate(-0.5, 0.1)));

        assertThat(MicroRanking.varianceBetween(List.of(new RatioEstimate(0.6, 0.1))))
                .isCloseTo((0.5 + 0.9245562130177515 * (0.36 - 0.01)) / (2 + 0.9245562130177515), CLOSE);
        assertThat(ranked.get("precise").rank()).isEqualTo(1);
        assertThat(ranked.get("rough").rank()).isEqualTo(2);
        assertThat(ranked.get("against").rank()).isEqualTo(3);
        assertThat(ranked.get("precise").direction()).isEqualTo(Direction.MORE);
        assertThat(ranked.get("rough").direction()).isEqualTo(Direction.UNCLEAR);
        assertThat(ranked.get("against").direction()).isEqualTo(Direction.LESS);
        assertThat(ranked.get("rough").shrunk().logRatio()).isBetween(0.0, 0.45);
        assertThat(MicroRanking.varianceBetween(List.of(new RatioEstimate(0, 0.4), new RatioEstimate(0, 0.4))))
                .as("never below 0.01")
                .isGreaterThanOrEqualTo(0.01);
        assertThat(MicroRanking.shrunk(new RatioEstimate(1, 0.5), 0.25))
                .isEqualTo(new RatioEstimate(0.5, Math.sqrt(0.5) * 0.5));
    }

    @Test
    void N3_tiesAreRankedById() {
        RatioEstimate same = new RatioEstimate(0.3, 0.2);

        Map<String, Ranked> ranked = MicroRanking.of(Map.of("b", same, "a", same, "c", same));

        assertThat(ranked.get("a").rank()).isEqualTo(1);
        assertThat(ranked.get("c").rank()).isEqualTo(3);
    }

    @Test
    void N3_significanceIsThatOfBenjaminiAndHochberg() {
        assertThat(MicroRanking.significanceBound(List.of(0.2, 0.04, 0.07, 0.9)))
                .as("0.04 is above 0.1 * 1/4 and 0.07 above 0.1 * 2/4")
                .isEqualTo(-1);
        assertThat(MicroRanking.significanceBound(List.of(0.2, 0.04, 0.05, 0.9)))
                .isEqualTo(0.05);
        assertThat(MicroRanking.significanceBound(List.of())).isEqualTo(-1);
        assertThat(MicroRanking.significanceBound(List.of(0.1))).isEqualTo(0.1);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "MILESTONE, 100, 30, 1000, 100, -, OFTEN_SKIPPED",
                "MILESTONE, 100, 42, 1000, 100, -, -",
                "MILESTONE, 24, 0, 1000, 100, -, -",
                "MILESTONE, 100, 30, 24, 10, -, -",
                "SECONDARY, 100, 95, 1000, 500, 0.5, LOOKS_LIKE_MILESTONE",
                "SECONDARY, 100, 95, 1000, 501, 0.5, -",
                "SECONDARY, 100, 86, 1000, 100, 0.5, -",
                "SECONDARY, 100, 50, 1000, 100, 0.1, NO_ASSOCIATION",
                "SECONDARY, 100, 50, 1000, 100, -, -",
                "-, 100, 0, 1000, 100, 0.1, -"
            })
    void N4_aHintContradictsTheDeclaredKind(
            MicroKind kind, long macros, long assisted, long cohort, long exposed, Double logRatio, MicroHint hint) {
        RatioEstimate adjusted = logRatio == null ? null : new RatioEstimate(logRatio, 0.1);

        assertThat(MicroHint.of(kind, new MicroHint.Figures(macros, assisted, cohort, exposed, adjusted)))
                .isEqualTo(java.util.Optional.ofNullable(hint));
    }

    @Test
    void N4_wilsonIsThatOfTheRules() {
        assertThat(WilsonInterval.of(12, 40).low()).isCloseTo(0.1807, within(5e-5));
        assertThat(WilsonInterval.of(12, 40).high()).isCloseTo(0.4543, within(5e-5));
    }

    @Test
    void N1_fractionsOfAConversionAddUpToOne() {
        AssistCounts.Micro micro = new AssistCounts.Micro(0, Map.of(1, 2L, 2, 3L, 3, 4L), Map.of(), Map.of());

        assertThat(micro.assisted()).isEqualTo(9);
        assertThat(micro.fractional()).isCloseTo(2 + 1.5 + 4 / 3.0, CLOSE);
        assertThat(micro.plus(micro).fractional()).isCloseTo(2 * micro.fractional(), CLOSE);
    }
}
