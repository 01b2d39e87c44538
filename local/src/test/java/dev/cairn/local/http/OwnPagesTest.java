package dev.cairn.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routes without a key are for this machine's own pages and programs, and for no website (DNS rebinding). */
class OwnPagesTest {
    private static final int PORT = 8080;

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            localhost:8080,       -,                        true
            LOCALHOST:8080,       -,                        true
            127.0.0.1:8080,       -,                        true
            [::1]:8080,           -,                        true
            localhost:8080,       http://localhost:8080,    true
            localhost:8080,       http://127.0.0.1:8080,    true
            rebind.example:8080,  -,                        false
            rebind.example,       http://rebind.example,    false
            localhost,            -,                        false
            localhost:9090,       -,                        false
            localhost.evil.example:8080, -,                 false
            127.0.0.1:8080,       http://evil.example,      false
            localhost:8080,       https://localhost:8080,   false
            localhost:8080,       http://localhost:3000,    false
            localhost:8080,       null,                     false
            -,                    -,                        false
            """)
    void onlyThisMachinesNamesAndOriginsAreTaken(String host, String origin, boolean taken) {
        Map<String, String> headers = new HashMap<>();
        if (host != null) {
            headers.put("host", host);
        }
        if (origin != null) {
            headers.put("origin", origin);
        }

        var refusal = OwnPages.refusal(request(headers), PORT);

        assertThat(refusal.isEmpty()).isEqualTo(taken);
        refusal.ifPresent(answer -> {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).contains("This route takes requests", "not_from_this_machine");
        });
    }

    @Test
    void aRefusalRepeatsNothingOfTheRequest() {
        var refusal = OwnPages.refusal(request(Map.of("host", "<script>evil.example")), PORT);

        assertThat(refusal.orElseThrow().text()).doesNotContain("evil");
    }

    private static GatewayEvent request(Map<String, String> headers) {
        return new GatewayEvent(
                "GET", "/_local/status", "", headers, new byte[0], "127.0.0.1", Instant.parse("2026-03-10T12:00:00Z"));
    }
}
