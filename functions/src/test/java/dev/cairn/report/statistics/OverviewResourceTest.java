package dev.cairn.report.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverviewResourceTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "40000, 40", "1000000, 1000", "61500, 61.5", "7346161, 7346.161"})
    void F8_secondsHaveNoExponent(long millis, String seconds) {
        assertThat(OverviewResource.seconds(millis)).hasToString(seconds);
    }
}
