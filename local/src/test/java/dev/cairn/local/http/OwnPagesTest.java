package dev.cairn.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.http.BrowserPaths;
import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

    /** Over a real connection: a program names any Host it likes. */
    @ParameterizedTest
    @CsvSource({"localhost, '', 200", "rebind.example, '', 403", "localhost, http://evil.example, 403"})
    void theServerAsksBeforeEachOfItsOwnRoutes(String host, String origin, int status) throws IOException {
        List<GatewayEvent> answered = new ArrayList<>();
        LocalServer.Own own = event -> {
            answered.add(event);
            return GatewayAnswer.json(200, "{}");
        };
        Gateway none = new Gateway(BrowserPaths.DEFAULT, OwnPagesTest::unused, OwnPagesTest::unused, Telemetry.SILENT);
        try (LocalServer server = new LocalServer(0, none, Map.of("POST /_local/aggregate", own), Clock.systemUTC())) {
            server.start();

            String answer = post(server.port(), host, origin);

            assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
            assertThat(answered).hasSize(status == 200 ? 1 : 0);
        }
    }

    private static void unused(InputStream event, OutputStream answer) {
        throw new AssertionError("no route of the functions is asked for");
    }

    private static String post(int port, String host, String origin) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String head = "POST /_local/aggregate HTTP/1.1\r\nHost: " + host + ":" + port + "\r\n"
                    + (origin.isEmpty() ? "" : "Origin: " + origin + "\r\n")
                    + "Content-Length: 0\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static GatewayEvent request(Map<String, String> headers) {
        return new GatewayEvent(
                "GET", "/_local/status", "", headers, new byte[0], "127.0.0.1", Instant.parse("2026-03-10T12:00:00Z"));
    }
}
