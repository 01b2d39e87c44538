package dev.cairn.local.doctor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/** A CDN or proxy in front of Cairn, which changes requests and responses as a misconfigured one does. */
final class ProxyInFront implements AutoCloseable {
    private static final Set<String> NOT_PASSED_ON =
            Set.of("connection", "content-length", "host", "upgrade", "http2-settings", "transfer-encoding", "date");

    /** What the proxy does. It may change the request, answer itself, or change the response. */
    interface Habit {
        default void change(Request request) {}

        default boolean answersItself(Request request, Response response) {
            return false;
        }

        default void change(Request request, Response response) {}
    }

    static final class Request {
        String method = "";
        String path = "";
        String query = "";
        final Map<String, String> headers = new TreeMap<>();
    }

    static final class Response {
        int status;
        final Map<String, List<String>> headers = new TreeMap<>();
        String body = "";

        void say(int newStatus, String type, String newBody) {
            status = newStatus;
            headers.clear();
            headers.put("content-type", List.of(type));
            body = newBody;
        }
    }

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Habit habit;
    private final int origin;

    ProxyInFront(int origin, Habit habit) throws IOException {
        this.origin = origin;
        this.habit = habit;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::forward);
        server.start();
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = new Request();
            request.method = exchange.getRequestMethod();
            request.path = exchange.getRequestURI().getRawPath();
            request.query = exchange.getRequestURI().getRawQuery() == null
                    ? ""
                    : exchange.getRequestURI().getRawQuery();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> request.headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            byte[] body = exchange.getRequestBody().readAllBytes();
            Response response = new Response();
            habit.change(request);
            if (!habit.answersItself(request, response)) {
                ask(request, body, response);
                habit.change(request, response);
            }
            byte[] text = response.body.getBytes(StandardCharsets.UTF_8);
            response.headers.forEach((name, values) -> {
                if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                    exchange.getResponseHeaders().put(name, new ArrayList<>(values));
                }
            });
            exchange.sendResponseHeaders(response.status, response.status == 204 ? -1 : text.length);
            if (response.status != 204) {
                exchange.getResponseBody().write(text);
            }
        }
    }

    private void ask(Request request, byte[] body, Response response) throws IOException {
        HttpRequest.Builder onward = HttpRequest.newBuilder(URI.create("http://localhost:" + origin + request.path
                        + (request.query.isEmpty() ? "" : "?" + request.query)))
                .method(request.method, HttpRequest.BodyPublishers.ofByteArray(body));
        request.headers.forEach((name, value) -> {
            if (!NOT_PASSED_ON.contains(name)) {
                onward.header(name, value);
            }
        });
        try {
            HttpResponse<String> answer = client.send(onward.build(), HttpResponse.BodyHandlers.ofString());
            response.status = answer.statusCode();
            response.headers.putAll(answer.headers().map());
            response.body = answer.body();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
