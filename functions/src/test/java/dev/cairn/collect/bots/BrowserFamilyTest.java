package dev.cairn.collect.bots;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserFamilyTest {
    private static final String MOZILLA = "Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) ";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chrome | Chrome/140.0.0.0 Safari/537.36",
                "chrome | CriOS/140.0 Mobile/15E148 Safari/604.1",
                "safari | Version/18.0 Safari/605.1.15",
                "firefox | Gecko/20100101 Firefox/140.0",
                "edge | Chrome/140.0 Safari/537.36 Edg/140.0",
                "samsung | SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36",
                "other | Chrome/140.0 Safari/537.36 OPR/120.0",
                "other | (Linux; Android 15; wv) Version/4.0 Chrome/140.0 Mobile Safari/537.36",
                "other | curl/8.5.0"
            })
    void N6_5_theMostParticularNameDecides(String family, String agent) {
        assertThat(BrowserFamily.of(MOZILLA + agent)).isEqualTo(family);
    }

    @Test
    void N6_5_withoutAnAgentThereIsNone() {
        assertThat(BrowserFamily.of(null)).isNull();
        assertThat(BrowserFamily.of(" ")).isNull();
    }
}
