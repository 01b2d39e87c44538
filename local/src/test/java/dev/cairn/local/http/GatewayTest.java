package dev.cairn.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.collect.protocol.Protocols;
import dev.cairn.http.ApiGateway;
import dev.cairn.http.BrowserPaths;
import dev.cairn.http.HttpResponse;
import dev.cairn.local.Function;
import dev.cairn.telemetry.Telemetry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests over a real connection, as parsed by the functions' own code. */
class GatewayTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-02-27T00:30:00.123Z"), ZoneOffset.UTC);

    private final List<dev.cairn.http.HttpRequest> collected = new ArrayList<>();
    private final List<dev.cairn.http.HttpRequest> reported = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpResponse answer = HttpResponse.text(202, Map.of("x-answer", "yes"), "{\"accepted\":1}");
    private LocalServer server;

    @BeforeEach
    void start() throws IOException {
        Gateway gateway = new Gateway(BrowserPaths.DEFAULT, keeping(collected), keeping(reported), Telemetry.SILENT);
        server = new LocalServer(
                0, gateway, Map.of("POST /_local/own", request -> GatewayAnswer.json(200, "{}")), CLOCK);
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    @Test
    void R2_theSameRoutesReachTheSameFunctions() throws Exception {
        send("POST", "/v1/events?debug=1", "{}".getBytes(StandardCharsets.UTF_8));
        send("OPTIONS", "/v1/events", new byte[0]);
        send("GET", "/v1/events", new byte[0]);
        send("OPTIONS", "/v1/t", new byte[0]);
        send("POST", "/api/event", new byte[0]);
        send("GET", "/cairn.gif?site=shop", new byte[0]);
        send("POST", "/cairn.gif", new byte[0]);
        send("GET", "/v1/plan", new byte[0]);
        send("PUT", "/v1/plan", "{}".getBytes(StandardCharsets.UTF_8));

        assertThat(collected)
                .extracting(request -> request.method() + " " + request.path())
                .containsExactly(
                        "POST /v1/events", "OPTIONS /v1/events", "OPTIONS /v1/t", "POST /api/event", "GET /cairn.gif");
        assertThat(reported)
                .extracting(request -> request.method() + " " + request.path())
                .containsExactly("GET /v1/events", "POST /cairn.gif", "GET /v1/plan", "PUT /v1/plan");
    }

    @Test
    void R2_theTemplateHasTheSameRoutes() throws IOException {
        // A route leads to Collect by the merged anchor ToCollect; every other is one of the API behind it.
        Matcher keys = Pattern.compile("(?m)Properties: \\{(.*)RouteKey: (?:!Sub \"([^\"]+)\"|([^,}]+))(.*)}")
                .matcher(Files.readString(Path.of("..", "..", "template.yaml")));
        Set<String> collectedRoutes = new TreeSet<>();
        Set<String> otherRoutes = new TreeSet<>();
        while (keys.find()) {
            boolean collected = keys.group(1).matches("<<: [*&]ToCollect.*");
            (collected ? collectedRoutes : otherRoutes).add(keys.group(2) == null ? keys.group(3) : keys.group(2));
        }

        assertThat(collectedRoutes)
                .isEqualTo(Protocols.routes(new BrowserPaths("${EventPath}", "${ScriptPath}", "${PixelPath}")));
        assertThat(otherRoutes).contains("$default", "GET ${ScriptPath}");
    }

    @Test
    void handsOverWhatWasSent() throws Exception {
        client.send(
                HttpRequest.newBuilder(
                                address("/v1/sites/a%20b/goals?from=2025-02-23&tier=micro&tier=macro&x=%C3%A9&flag"))
                        .header("X-Twice", "one")
                        .header("X-Twice", "two")
                        .GET()
                        .build(),
                java.net.http.HttpResponse.BodyHandlers.ofString());

        dev.cairn.http.HttpRequest request = reported.getFirst();
        assertThat(request.path()).isEqualTo("/v1/sites/a b/goals");
        assertThat(request.query())
                .isEqualTo(Map.of("from", "2025-02-23", "tier", "micro,macro", "x", "é", "flag", ""));
        assertThat(request.headers()).containsEntry("x-twice", "one,two");
        assertThat(request.receivedAt()).isEqualTo(CLOCK.millis());
        assertThat(request.sourceIp()).isEqualTo("127.0.0.1");
        assertThat(request.body()).isEmpty();
    }

    @Test
    void everyRequestHasAnIdOfItsOwn() throws Exception {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            send("POST", "/v1/events", new byte[] {'{'});
        }
        collected.forEach(request -> ids.add(request.requestId()));

        assertThat(ids).hasSize(20).doesNotContain("");
    }

    @Test
    void bodiesArriveByteForByteWhateverTheyAre() throws Exception {
        byte[] notText = {(byte) 0x1f, (byte) 0x8b, 0, (byte) 0xff, 'a'};
        byte[] text = "{\"name\":\"Käse 🧀\"}".getBytes(StandardCharsets.UTF_8);

        send("POST", "/v1/events", notText);
        send("POST", "/v1/events", text);

        assertThat(collected.get(0).body()).isEqualTo(notText);
        assertThat(collected.get(1).body()).isEqualTo(text);
    }

    @Test
    void answersArriveAsTheFunctionGaveThem() throws Exception {
        var response = send("POST", "/v1/events", new byte[] {'{'});

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("x-answer")).contains("yes");
        assertThat(response.body()).isEqualTo("{\"accepted\":1}");

        answer = new HttpResponse(200, Map.of("content-type", "image/gif"), new byte[] {0, (byte) 0xff, 7}, false);
        var image = client.send(
                HttpRequest.newBuilder(address("/cairn.gif")).GET().build(),
                java.net.http.HttpResponse.BodyHandlers.ofByteArray());
        assertThat(image.body()).containsExactly(0, 0xff, 7);

        answer = HttpResponse.text(204, Map.of(), "");
        assertThat(send("OPTIONS", "/v1/events", new byte[0]).statusCode()).isEqualTo(204);
        answer = HttpResponse.text(304, Map.of("etag", "\"7\""), "");
        assertThat(send("GET", "/v1/plan", new byte[0]).headers().firstValue("etag"))
                .contains("\"7\"");
    }

    @Test
    void aFunctionThatFailsIsAnsweredWith500AndNothingOfWhy() throws Exception {
        answer = HttpResponse.text(99, Map.of(), "secret");

        var response = send("GET", "/v1/plan", new byte[0]);

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
    }

    @Test
    void tenMegabytesPassAndOneByteMoreDoesNot() throws Exception {
        assertThat(send("POST", "/v1/events", new byte[LocalServer.MAX_REQUEST_BYTES])
                        .statusCode())
                .isEqualTo(202);
        assertThat(send("POST", "/v1/events", new byte[LocalServer.MAX_REQUEST_BYTES + 1])
                        .statusCode())
                .isEqualTo(413);
        assertThat(collected).hasSize(1);
    }

    @Test
    void ownRoutesComeFirstForTheirMethodOnly() throws Exception {
        assertThat(send("POST", "/_local/own", new byte[0]).body()).isEqualTo("{}");
        send("GET", "/_local/own", new byte[0]);

        assertThat(reported).hasSize(1);
    }

    private java.net.http.HttpResponse<String> send(String method, String path, byte[] body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(address(path))
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                java.net.http.HttpResponse.BodyHandlers.ofString());
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private Function keeping(List<dev.cairn.http.HttpRequest> requests) {
        return (event, out) -> {
            requests.add(ApiGateway.read(event));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ApiGateway.write(answer, bytes);
            out.write(bytes.toByteArray());
        };
    }
}
