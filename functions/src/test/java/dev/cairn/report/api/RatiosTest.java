package dev.cairn.report.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatiosTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1770 | 1770 | [0.9978,1]",
                "47   | 1770 | [0.02,0.0351]",
                "10   | 1770 | [0.0031,0.0104]",
                "8    | 1770 | [0.0023,0.0089]",
                "0    | 1770 | [0,0.0022]",
                "1    | 1    | [0.2065,1]",
                "0    | 0    | null"
            })
    void F5_wilsonIntervalOfAShare(long part, long whole, String expected) {
        assertThat(Ratios.wilson(part, whole)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({"1770, 1770, 1", "47, 1770, 0.0266", "10, 47, 0.2128", "8, 10, 0.8", "0, 3, 0", "1, 20000, 0.0001"})
    void sharesHaveFourDecimals(long part, long whole, String expected) {
        assertThat(Ratios.share(part, whole)).hasToString(expected);
    }

    @Test
    void aShareOfNothingIsNull() {
        assertThat(Ratios.share(0, 0).isNull()).isTrue();
    }
}
