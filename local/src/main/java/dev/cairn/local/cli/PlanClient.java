package dev.cairn.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Reads and replaces the plan of a running Cairn. A rejection is an exception that tells the user why. */
final class PlanClient implements AutoCloseable {
    private static final int OK = 200;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI address;
    private final String key;

    PlanClient(URI base, String key) {
        this.address = URI.create(base.toString().replaceFirst("/+$", "") + "/v1/plan");
        this.key = key;
    }

    /** A version of the plan: its number, its document and its entity tag. */
    record Version(int number, String source, String etag) {}

    /** The server rejected the request; the message contains all lines to print. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    Version current() throws IOException, InterruptedException {
        return read(address);
    }

    Version version(String number) throws IOException, InterruptedException {
        return read(URI.create(address + "?version=" + number));
    }

    /** Replaces the version that was read, unless it has been replaced meanwhile. Returns the new number. */
    int replace(Version seen, String source) throws IOException, InterruptedException {
        boolean json = source.stripLeading().startsWith("{");
        HttpResponse<String> answer = send(request(address)
                .header("content-type", json ? "application/json" : "application/yaml")
                .header("if-match", seen.etag())
                .PUT(HttpRequest.BodyPublishers.ofString(source)));
        return json(answer).path("version").asInt();
    }

    private Version read(URI from) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request(from).GET());
        JsonNode plan = json(answer);
        return new Version(
                plan.path("version").asInt(),
                plan.path("source").asText(""),
                answer.headers().firstValue("etag").orElse("*"));
    }

    private HttpRequest.Builder request(URI to) {
        return HttpRequest.newBuilder(to).timeout(Duration.ofSeconds(30)).header("authorization", "Bearer " + key);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer;
        try {
            answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UsageException("no response from " + address + "; is Cairn running there?");
        }
        if (answer.statusCode() != OK) {
            throw new RefusedException(why(answer));
        }
        return answer;
    }

    private static String why(HttpResponse<String> answer) {
        StringBuilder lines = new StringBuilder();
        JsonNode error = json(answer).path("error");
        for (JsonNode fault : error.path("faults")) {
            lines.append(
                            fault.isTextual()
                                    ? fault.asText()
                                    : fault.path("path").asText() + ": "
                                            + fault.path("message").asText())
                    .append(System.lineSeparator());
        }
        String message = error.path("message").asText("");
        return lines.append("The server answered ")
                .append(answer.statusCode())
                .append(message.isEmpty() ? "." : ": " + message)
                .toString();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return Json.MAPPER.readTree(answer.body());
        } catch (JsonProcessingException notJson) {
            return Json.MAPPER.missingNode();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
