package dev.cairn.browser.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cairn.store.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The network between a browser and Cairn: an origin of its own that forwards everything, records what was sent, and
 * fails on request. A script that is loaded through it also sends through it.
 */
public final class Network implements AutoCloseable {

    /** What happens to events in transit. Scripts and pages always get through. */
    public enum Mood {
        PASSING,
        /** Responds with 503; Cairn receives nothing. */
        UNAVAILABLE,
        /** Breaks the connection; Cairn receives nothing. */
        BROKEN,
        /** Cairn receives the events, but the response is lost. */
        ANSWER_LOST
    }

    /** @param status that the browser got; 0 if it got no response */
    public record Sent(String method, String path, Map<String, String> headers, String body, int status) {

        public JsonNode json() {
            try {
                return Json.MAPPER.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("what was sent is no JSON: " + body, e);
            }
        }

        /** The events of the body. */
        public Stream<JsonNode> events() {
            return json().path("events").valueStream();
        }
    }

    /** Headers that the client sets itself, or that may not be set. */
    private static final Set<String> NOT_HANDED_ON =
            Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade", "expect");

    private final Cairn cairn;
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server;
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private volatile Mood mood = Mood.PASSING;

    public Network(Cairn cairn) throws IOException {
        this.cairn = cairn;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::exchange);
        server.start();
    }

    public String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    public void becomes(Mood newMood) {
        mood = newMood;
    }

    /** The bodies of events sent so far, including lost ones. */
    public List<Sent> bodies() {
        return sent.stream().filter(each -> each.method().equals("POST")).toList();
    }

    /** All requests, including those for scripts. */
    public List<Sent> requests() {
        return List.copyOf(sent);
    }

    /** The events with one name sent so far, including retries. */
    public List<JsonNode> events(String name) {
        return bodies().stream()
                .flatMap(Sent::events)
                .filter(event -> event.path("name").asText().equals(name))
                .toList();
    }

    /** Names of all events sent so far, in order. */
    public List<String> names() {
        return bodies().stream()
                .flatMap(Sent::events)
                .map(event -> event.path("name").asText())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }

    private void exchange(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Mood now = exchange.getRequestMethod().equals("POST") ? mood : Mood.PASSING;
            switch (now) {
                case PASSING -> write(exchange, body, handOn(exchange, body));
                case UNAVAILABLE -> unavailable(exchange, body);
                case BROKEN -> keep(exchange, body, 0);
                case ANSWER_LOST -> {
                    handOn(exchange, body);
                    keep(exchange, body, 0);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void unavailable(HttpExchange exchange, byte[] body) throws IOException {
        keep(exchange, body, 503);
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
        exchange.sendResponseHeaders(503, -1);
    }

    private HttpResponse<byte[]> handOn(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(cairn.origin() + exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        headers(exchange).forEach((name, value) -> {
            if (!NOT_HANDED_ON.contains(name)) {
                request.header(name, value);
            }
        });
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private void write(HttpExchange exchange, byte[] body, HttpResponse<byte[]> answer) throws IOException {
        keep(exchange, body, answer.statusCode());
        answer.headers().map().forEach((name, values) -> {
            if (!NOT_HANDED_ON.contains(name) && !name.startsWith(":")) {
                exchange.getResponseHeaders().set(name, String.join(",", values));
            }
        });
        boolean bodiless = answer.body().length == 0 || answer.statusCode() == 304;
        exchange.sendResponseHeaders(answer.statusCode(), bodiless ? -1 : answer.body().length);
        if (!bodiless) {
            exchange.getResponseBody().write(answer.body());
        }
    }

    private void keep(HttpExchange exchange, byte[] body, int status) {
        sent.add(new Sent(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                headers(exchange),
                new String(body, StandardCharsets.UTF_8),
                status));
    }

    private static Map<String, String> headers(HttpExchange exchange) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(), String.join(",", values)));
        return headers;
    }
}
