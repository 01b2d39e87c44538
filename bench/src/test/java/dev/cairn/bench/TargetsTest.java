package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.bench.Targets.Tally;
import org.junit.jupiter.api.Test;

/**
 * The probability of a target means what it says. The bounds of a single time are those of the pooled figures and as
 * much more as 3 standard deviations of its few quarters.
 */
class TargetsTest {
    private static final int QUARTERS = 6_000;
    private static final double[] AT_LEAST = {15, 43, 74};
    private static final double[] AT_MOST = {28, 57, 87};

    @Test
    void N7_ofThoseSaidToHaveAChanceAboutThatShareMakesIt() {
        Tally tally = Targets.simulate(QUARTERS, 1, 1, 300);

        tally.print("1 to 300 a day", System.out);
        for (int i = 0; i < Targets.SAID.length; i++) {
            assertThat(tally.made(i)).as("pooled, said " + Targets.SAID[i]).isBetween(AT_LEAST[i], AT_MOST[i]);
            for (int time = 0; time < Targets.ELAPSED.length; time++) {
                double share = Targets.SAID[i] / 100.0;
                double few = 300 * Math.sqrt(share * (1 - share) / tally.said(time, i));
                assertThat(tally.said(time, i)).isGreaterThan(40);
                assertThat(tally.made(time, i))
                        .as("said " + Targets.SAID[i] + " after " + Targets.ELAPSED[time] + " %")
                        .isBetween(AT_LEAST[i] - few, AT_MOST[i] + few);
            }
        }
    }
}
