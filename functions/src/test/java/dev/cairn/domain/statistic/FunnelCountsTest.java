package dev.cairn.domain.statistic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** F4 and F5: buckets of times, their quantiles, and lags. */
class FunnelCountsTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "90, 0", "91, 1", "999, 7", "1000, 8", "2999, 15", "3000, 16", "7000, 24", "2592000000, 170"})
    void F5_aTimeIsInBucketFloorOf8TimesLog2Of1PlusSeconds(long millis, int bucket) {
        assertThat(FunnelCounts.timeBucket(millis)).isEqualTo(bucket);
    }

    @Test
    void F5_aWholePowerOfTwoBeginsItsBucketExactly() {
        for (int power = 0; power < 24; power++) {
            long seconds = (1L << power) - 1;
            assertThat(FunnelCounts.timeBucket(seconds * 1000))
                    .as("1 + s = 2^" + power)
                    .isEqualTo(8 * power);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.5, 1", "0.9, 7", "0.25, 1", "1.0, 31"})
    void F5_aQuantileIsTheLowerEdgeOfTheBucketWithTheCeiledRank(double q, long seconds) {
        Map<Integer, Long> times = Map.of(8, 5L, 24, 4L, 40, 1L);

        assertThat(FunnelCounts.quantileSeconds(times, q)).contains(seconds);
    }

    @Test
    void F5_theLowerEdgeIsRoundedDownToWholeSeconds() {
        assertThat(FunnelCounts.quantileSeconds(Map.of(7, 1L), 0.5)).contains(0L);
        assertThat(FunnelCounts.quantileSeconds(Map.of(15, 1L), 0.5)).contains(2L);
    }

    @Test
    void F5_theMedianOfTwoIsTheFirst() {
        assertThat(FunnelCounts.quantileSeconds(Map.of(8, 1L, 40, 1L), 0.5)).contains(1L);
    }

    @Test
    void F5_withoutTimesThereIsNoQuantile() {
        assertThat(FunnelCounts.quantileSeconds(Map.of(), 0.5)).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "2, 2-7",
        "7, 2-7",
        "8, 8-14",
        "14, 8-14",
        "15, 15-30",
        "30, 15-30",
        "31, 31-60",
        "60, 31-60",
        "61, 61+"
    })
    void F4_lagsInLocalDays(long days, String lag) {
        assertThat(FunnelCompletionCounts.lag(days)).isEqualTo(lag);
    }
}
