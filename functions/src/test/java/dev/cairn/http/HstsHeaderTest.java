package dev.cairn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.collect.CollectFixture;
import dev.cairn.report.ReportWorld;
import java.util.Map;
import org.junit.jupiter.api.Test;
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

    /** Script and dashboard are served by the API's code, too. */
    @Test
    void section9_theCollectorAndTheApiSaySo() {
        Map<String, String> byHttps = Map.of("x-forwarded-proto", "https");
        CollectFixture.Answer collected = new CollectFixture().send("POST", new byte[0], byHttps, Map.of());
        ReportWorld.Reply reported = new ReportWorld().get("/v1/sites", byHttps);

        assertThat(collected.headers().path("strict-transport-security").asText())
                .isEqualTo("max-age=31536000");
        assertThat(reported.headers()).containsEntry("strict-transport-security", "max-age=31536000");
    }
}
