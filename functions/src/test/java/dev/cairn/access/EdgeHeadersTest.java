package dev.cairn.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.http.HttpRequest;
import dev.cairn.store.Secrets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** I1: with the edge's secret a request brings the viewer's address and country, and only then are they believed. */
class EdgeHeadersTest {
    private static final String SECRET = "an-edge-secret-of-32-characters.";
    private static final String PEER = "192.0.2.1";

    private record Edge(String edge) implements Secrets {
        @Override
        public byte[] master() {
            throw new UnsupportedOperationException("the edge needs no master secret");
        }

        @Override
        public String adminKey() {
            throw new UnsupportedOperationException("the edge needs no admin key");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9:46532,          203.0.113.9",
        "2001:db8:85a3::8a2e:370:46532, 2001:db8:85a3::8a2e:370",
        "[2001:db8::1]:443,          2001:db8::1",
        "203.0.113.9,                192.0.2.1",
        "not an address:1,           192.0.2.1",
        "'',                         192.0.2.1",
    })
    void I1_theViewersAddressIsTheHeaderWithoutItsPort(String header, String address) {
        HttpRequest viewer = viewerOf(SECRET, Map.of("x-cairn-edge", SECRET, "cloudfront-viewer-address", header));

        assertThat(viewer.sourceIp()).isEqualTo(address);
    }

    @Test
    void I1_anEdgeThatStatesNoAddressLeavesThePeersAndBringsTheCountry() {
        HttpRequest viewer = viewerOf(SECRET, Map.of("x-cairn-edge", SECRET, "cloudfront-viewer-country", "BE"));

        assertThat(viewer.sourceIp()).isEqualTo(PEER);
        assertThat(viewer.headers()).containsEntry("cloudfront-viewer-country", "BE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "an-edge-secret-of-32-characters", "an-edge-secret-of-32-characters..", "AN-EDGE"})
    void I1_withAnotherSecretNothingIsBelieved(String proof) {
        assertNothingIsBelieved(viewerOf(SECRET, stated(proof)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "anything"})
    void I1_withoutAnEdgeNothingIsBelievedWhateverIsSent(String proof) {
        assertNothingIsBelieved(viewerOf("", stated(proof)));
    }

    @Test
    void I1_withoutProofNothingIsBelieved() {
        Map<String, String> headers = new HashMap<>(stated(""));
        headers.remove("x-cairn-edge");

        assertNothingIsBelieved(viewerOf(SECRET, headers));
    }

    @Test
    void theProofGoesNoFurther() {
        assertThat(viewerOf(SECRET, stated(SECRET)).headers()).doesNotContainKey("x-cairn-edge");
    }

    private static void assertNothingIsBelieved(HttpRequest viewer) {
        assertThat(viewer.sourceIp()).isEqualTo(PEER);
        assertThat(viewer.headers()).containsOnlyKeys("user-agent");
    }

    private static Map<String, String> stated(String proof) {
        return Map.of(
                "x-cairn-edge", proof,
                "cloudfront-viewer-address", "203.0.113.9:46532",
                "cloudfront-viewer-country", "BE",
                "user-agent", "Firefox");
    }

    private static HttpRequest viewerOf(String secret, Map<String, String> headers) {
        return new EdgeHeaders(new Edge(secret))
                .viewerOf(new HttpRequest("POST", "/v1/events", Map.of(), headers, new byte[0], PEER, 0, "request-1"));
    }
}
