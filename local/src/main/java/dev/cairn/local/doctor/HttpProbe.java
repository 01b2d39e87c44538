package dev.cairn.local.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Sends requests as a browser does, or as a program with a key. Redirects are not followed, because beacons do not
 * follow them.
 */
final class HttpProbe {

    /** A current browser's user agent, which is not on any crawler list. */
    static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** A response; header names are case-insensitive. */
    record Answer(int status, java.net.http.HttpHeaders headers, String body) {

        Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        /** The body as JSON; a missing node if it is not JSON. */
        JsonNode json() {
            try {
                return Json.MAPPER.readTree(body);
            } catch (JsonProcessingException notJson) {
                return Json.MAPPER.missingNode();
            }
        }

        String errorCode() {
            return json().path("error").path("code").asText("");
        }

        /** The status, with the server's message if there is one. */
        String sentence() {
            String message = json().path("error")
                    .path("message")
                    .asText(json().path("message").asText(""));
            return "The server answered " + status + (message.isEmpty() ? "." : ": " + message);
        }
    }

    Answer get(URI address, Map<String, String> headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address).GET(), headers);
    }

    /** A preflight request, as a browser sends it for a page with this origin. */
    Answer preflight(URI address, String origin) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(address).method("OPTIONS", HttpRequest.BodyPublishers.noBody()),
                Map.of(
                        "origin", origin,
                        "access-control-request-method", "POST",
                        "access-control-request-headers", "content-type"));
    }

    /** Sends a body as {@code cairn.js} does from a page with this origin. */
    Answer beacon(URI address, String origin, String body) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofString(body)),
                Map.of("origin", origin, "content-type", "text/plain;charset=UTF-8"));
    }

    private Answer send(HttpRequest.Builder request, Map<String, String> headers)
            throws IOException, InterruptedException {
        headers.forEach(request::header);
        HttpResponse<String> response = client.send(
                request.header("user-agent", BROWSER).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.headers(), response.body());
    }
}
