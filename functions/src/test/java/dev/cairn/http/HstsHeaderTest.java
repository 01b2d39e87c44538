package dev.cairn.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HstsHeaderTest {

    @ParameterizedTest
    @CsvSource({
        "x-forwarded-proto, https, max-age=31536000",
        "x-forwarded-proto, http,",
        "x-forwarded-proto, '',",
        "x-forwarded-port,  443,",
    })
    void section9_onlyWhoCameByHttpsIsToldToStay(String name, String value, String told) {
        HttpRequest request = new HttpRequest("GET", "/", Map.of(), Map.of(name, value), new byte[0], "", 0, "");

        HttpResponse response = HstsHeader.of(HttpResponse.text(200, Map.of("vary", "Accept"), "body"), request);

        assertThat(response.headers().get("strict-transport-security")).isEqualTo(told);
        assertThat(response.headers()).containsEntry("vary", "Accept");
    }
}
