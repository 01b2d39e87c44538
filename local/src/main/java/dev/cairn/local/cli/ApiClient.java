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

/** Calls the HTTP API of a running Cairn with a key. */
final class ApiClient implements AutoCloseable {
    /** The help text for the options shared by all commands that call the API. */
    static final String OPTIONS = """
              --url URL     Cairn's address; default http://localhost:8080
              --key KEY     the key to use; default: the environment variable CAIRN_KEY
            """;

    static final CliArguments.Option URL = new CliArguments.Option("--url", "URL");
    static final CliArguments.Option KEY = new CliArguments.Option("--key", "KEY");

    static final String AT_HOME = "http://localhost:8080";
    static final String KEY_VARIABLE = "CAIRN_KEY";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String base;
    private final String key;

    /** A response; a body that is not JSON is a missing node. */
    record Answer(int status, JsonNode body) {

        boolean isGood() {
            return status / 100 == 2;
        }

        /** Why the request failed, in words for the user. */
        String sentence() {
            String message = body.path("error").path("message").asText("");
            return "The server answered " + status + (message.isEmpty() ? "." : ": " + message);
        }
    }

    private ApiClient(URI base, String key) {
        this.base = base.toString().replaceFirst("/+$", "");
        this.key = key;
    }

    static ApiClient of(CliArguments arguments) {
        return new ApiClient(
                CliOptions.address("--url", arguments.option("--url").orElse(AT_HOME)), key(arguments));
    }

    /** The key from the arguments or the environment. */
    static String key(CliArguments arguments) {
        return CliOptions.key(arguments
                .option("--key")
                .or(() -> java.util.Optional.ofNullable(System.getenv(KEY_VARIABLE)))
                .orElseThrow(() -> new UsageException(
                        "--key is missing; use --key KEY, or set " + KEY_VARIABLE + "=KEY in the environment")));
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(path, PATIENCE, HttpRequest.newBuilder().GET());
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return post(path, body, PATIENCE);
    }

    /** @param patience how long to wait for the response */
    Answer post(String path, String body, Duration patience) throws IOException, InterruptedException {
        return send(
                path,
                patience,
                HttpRequest.newBuilder()
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer put(String path, String body) throws IOException, InterruptedException {
        return send(
                path,
                PATIENCE,
                HttpRequest.newBuilder()
                        .header("content-type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Throws {@link IOException}, with a message for the user, when the server cannot be reached. */
    private Answer send(String path, Duration patience, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        URI address = URI.create(base + path);
        try {
            HttpResponse<String> response = client.send(
                    request.uri(address)
                            .timeout(patience)
                            .header("authorization", "Bearer " + key)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), json(response.body()));
        } catch (IOException e) {
            throw new IOException("no response from " + base + "; is Cairn running there?", e);
        }
    }

    private static JsonNode json(String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException notJson) {
            return Json.MAPPER.missingNode();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
